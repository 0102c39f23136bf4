/** The notifier with real receivers. */
@NullMarked
package org.popdns.notify;

import org.jspecify.annotations.NullMarked;
