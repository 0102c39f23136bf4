/** Tests of the writers: what they write is read again. */
@NullMarked
package org.popdns.config.write;

import org.jspecify.annotations.NullMarked;
