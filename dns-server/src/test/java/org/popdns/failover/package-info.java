/** What clients see while image servers die and return: real HTTP servers, real queries. */
@NullMarked
package org.popdns.failover;

import org.jspecify.annotations.NullMarked;
