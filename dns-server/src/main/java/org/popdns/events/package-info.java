/**
 * What happened, and when: each step that a person may want to read again, kept in order and in a
 * file. It knows nothing of what makes events or shows them.
 */
@NullMarked
package org.popdns.events;

import org.jspecify.annotations.NullMarked;
