/** Tests of what resolvers answer. */
@NullMarked
package org.popdns.health.resolve;

import org.jspecify.annotations.NullMarked;
