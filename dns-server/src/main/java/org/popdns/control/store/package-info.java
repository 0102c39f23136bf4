/**
 * Keeps the last accepted configuration in a file, so that a server that starts with broken files
 * serves what it served before. It knows the validated model and a file format, nothing else.
 */
@NullMarked
package org.popdns.control.store;

import org.jspecify.annotations.NullMarked;
