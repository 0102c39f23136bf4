/**
 * The way back: a validated zone as text that others read, so that nobody is locked in. Writes
 * master files (RFC 1035) and octoDNS's YAML, and knows how operators write addresses and records.
 * What is written here reads back as the same records.
 */
@NullMarked
package org.popdns.config.write;

import org.jspecify.annotations.NullMarked;
