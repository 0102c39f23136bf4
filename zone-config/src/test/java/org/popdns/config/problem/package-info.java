/** Tests of how problems are kept and shown. */
@NullMarked
package org.popdns.config.problem;

import org.jspecify.annotations.NullMarked;
