/**
 * The record types: how octoDNS writes their values in YAML, and the RDATA that the values make.
 * One entry of a table per type; nothing here knows zones or owners.
 */
@NullMarked
package org.popdns.config.record;

import org.jspecify.annotations.NullMarked;
