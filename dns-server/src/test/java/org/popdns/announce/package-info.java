/** Tests of the announcements of running servers. */
@NullMarked
package org.popdns.announce;

import org.jspecify.annotations.NullMarked;
