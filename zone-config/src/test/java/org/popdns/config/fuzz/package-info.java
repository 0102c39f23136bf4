/**
 * Fuzz targets of the readers. Their corpora run with all tests; how to look for more is said in
 * docs/CONTRIBUTING.md.
 */
@NullMarked
package org.popdns.config.fuzz;

import org.jspecify.annotations.NullMarked;
