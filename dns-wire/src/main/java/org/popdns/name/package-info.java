/**
 * Domain names (RFC 1034 §3.1): one by itself, as text and as bytes; their canonical order (RFC
 * 4034 §6.1); tables of many. Nothing here knows of records or messages.
 */
@NullMarked
package org.popdns.name;

import org.jspecify.annotations.NullMarked;
