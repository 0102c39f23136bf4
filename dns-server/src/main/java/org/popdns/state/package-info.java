/**
 * What must outlive the process, and what no two processes may have at once: the node's lock, its
 * files, and the one thread that writes them. It knows files, not what they mean.
 */
@NullMarked
package org.popdns.state;

import org.jspecify.annotations.NullMarked;
