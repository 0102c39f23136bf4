/**
 * The validated configuration: immutable values that every other room reads. Nothing here opens a
 * file, a socket or a probe. An instance exists only if the checks of {@code config.read} passed.
 */
@NullMarked
package org.popdns.config.model;

import org.jspecify.annotations.NullMarked;
