/** Tests of whole configurations: the examples, and the catalogue of broken ones. */
@NullMarked
package org.popdns.config.read;

import org.jspecify.annotations.NullMarked;
