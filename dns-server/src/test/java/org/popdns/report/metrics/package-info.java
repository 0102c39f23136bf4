/** What the metrics say after known events, family by family. */
@NullMarked
package org.popdns.report.metrics;

import org.jspecify.annotations.NullMarked;
