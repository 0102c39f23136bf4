/**
 * HTTP for operators and machines: health, status and metrics, read-only. On virtual threads, away
 * from the DNS workers. What the pages say lives with the callers, not here.
 */
@NullMarked
package org.popdns.admin.http;

import org.jspecify.annotations.NullMarked;
