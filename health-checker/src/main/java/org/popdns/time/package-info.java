/**
 * Both clocks, the wall's and the monotonic one, handed to whoever needs to know how late it is, so
 * that tests can turn them. Nothing here asks a clock by itself.
 */
@NullMarked
package org.popdns.time;

import org.jspecify.annotations.NullMarked;
