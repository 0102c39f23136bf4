/** Tests of the system calls, on real sockets. */
@NullMarked
package org.popdns.platform;

import org.jspecify.annotations.NullMarked;
