/**
 * Reads {@code popdns.yaml}, {@code clusters.yaml} and the zones, and puts them together. {@link
 * org.popdns.config.read.ConfigurationLoader} is the way in; it reports every problem of every file
 * at once and never throws for what a file holds.
 */
@NullMarked
package org.popdns.config.read;

import org.jspecify.annotations.NullMarked;
