/**
 * What is served: zones compiled to answers in wire format, and the current addresses of clusters,
 * under one root that is published whole. Workers read it; nothing here changes after publication,
 * and looking up allocates nothing.
 */
@NullMarked
package org.popdns.snapshot;

import org.jspecify.annotations.NullMarked;
