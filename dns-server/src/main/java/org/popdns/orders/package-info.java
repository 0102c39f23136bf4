/**
 * The operator's hand: orders that a running server obeys, and the file that they outlive a restart
 * in. It knows nothing of what obeys them.
 */
@NullMarked
package org.popdns.orders;

import org.jspecify.annotations.NullMarked;
