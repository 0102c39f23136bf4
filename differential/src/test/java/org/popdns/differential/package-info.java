/** Tests of the comparison itself, without servers. */
@NullMarked
package org.popdns.differential;

import org.jspecify.annotations.NullMarked;
