/** Tests of the table of record types: the RFCs' examples, and dnsjava as the oracle. */
@NullMarked
package org.popdns.record;

import org.jspecify.annotations.NullMarked;
