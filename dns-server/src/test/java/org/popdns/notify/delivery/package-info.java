/** Each way to a receiver, with a real one at its end. */
@NullMarked
package org.popdns.notify.delivery;

import org.jspecify.annotations.NullMarked;
