/** What is remembered of queries, and what it says of all of them. */
@NullMarked
package org.popdns.sample;

import org.jspecify.annotations.NullMarked;
