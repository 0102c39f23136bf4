/**
 * A bounded sample of the last hour's queries, by which it is weighed what a change would do to
 * those that clients ask. Workers set queries aside ({@link org.popdns.answer.QueryTap}), a thread
 * gathers them once a second. It is kept in memory alone, and has networks, no addresses.
 */
@NullMarked
package org.popdns.sample;

import org.jspecify.annotations.NullMarked;
