/** Tests of domain names. */
@NullMarked
package org.popdns.name;

import org.jspecify.annotations.NullMarked;
