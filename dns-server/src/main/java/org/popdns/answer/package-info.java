/**
 * From a query's bytes to the response's bytes. One {@code Responder} per worker, with no locks, no
 * logging and no allocation per query; a bad packet is a result code, not an exception.
 */
@NullMarked
package org.popdns.answer;

import org.jspecify.annotations.NullMarked;
