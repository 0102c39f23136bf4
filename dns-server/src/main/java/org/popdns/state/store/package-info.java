/**
 * Keeps the bytes of the last accepted configurations, so that a server that starts with broken
 * files serves what it served before. It knows files, their contents and how much they came to, not
 * what they mean: readers of files read them again.
 */
@NullMarked
package org.popdns.state.store;

import org.jspecify.annotations.NullMarked;
