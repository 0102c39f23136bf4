/**
 * Who tells people and their programs what is wrong, on a thread of its own: it listens to the
 * journal, keeps what is not delivered yet, and tries again. Nothing waits for it.
 */
@NullMarked
package org.popdns.notify;

import org.jspecify.annotations.NullMarked;
