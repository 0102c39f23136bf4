/**
 * What a node tells of itself: status, metrics, readiness. It reads what the other rooms hold and
 * changes nothing; each call looks anew.
 */
@NullMarked
package org.popdns.report;

import org.jspecify.annotations.NullMarked;
