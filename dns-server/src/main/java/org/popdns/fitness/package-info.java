/**
 * Whether this node should be announced, and whether it may be withdrawn: pure state machines that
 * are told the time and what was observed. They know neither sockets nor threads nor files.
 */
@NullMarked
package org.popdns.fitness;

import org.jspecify.annotations.NullMarked;
