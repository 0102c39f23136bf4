/** Minimal answers to ANY. */
@NullMarked
package org.popdns.rfc8482;

import org.jspecify.annotations.NullMarked;
