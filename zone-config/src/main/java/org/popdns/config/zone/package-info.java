/**
 * From a zone file to a validated zone: the reader of each format gathers records that know their
 * line, record sets are made of them, and the checks go over these once, whichever format they came
 * in; the place of what is wrong is looked up in the file then. Knows the names of the clusters,
 * but nothing else about them.
 */
@NullMarked
package org.popdns.config.zone;

import org.jspecify.annotations.NullMarked;
