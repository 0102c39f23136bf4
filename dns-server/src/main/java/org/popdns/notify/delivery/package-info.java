/**
 * How messages reach those whom they are for: by HTTP, by a program, by mail, each in its form. One
 * attempt at a time, which blocks its thread for a limited time.
 */
@NullMarked
package org.popdns.notify.delivery;

import org.jspecify.annotations.NullMarked;
