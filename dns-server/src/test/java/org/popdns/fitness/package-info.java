/** Tests of the fitness room. */
@NullMarked
package org.popdns.fitness;

import org.jspecify.annotations.NullMarked;
