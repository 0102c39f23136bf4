/** Tests of the record types, with dnsjava as the oracle. */
@NullMarked
package org.popdns.config.record;

import org.jspecify.annotations.NullMarked;
