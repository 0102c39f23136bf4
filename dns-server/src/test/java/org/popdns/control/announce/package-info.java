/** Tests of the announcements of running servers. */
@NullMarked
package org.popdns.control.announce;

import org.jspecify.annotations.NullMarked;
