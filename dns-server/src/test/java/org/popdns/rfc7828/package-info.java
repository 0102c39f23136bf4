/** The TCP keepalive option. */
@NullMarked
package org.popdns.rfc7828;

import org.jspecify.annotations.NullMarked;
