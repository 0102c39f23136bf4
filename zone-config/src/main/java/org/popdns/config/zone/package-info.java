/**
 * From a zone file to a validated zone: the file's reader makes a draft in which every record knows
 * its place, the checks judge the draft, and only a draft without an error becomes a {@link
 * org.popdns.config.model.Zone}. Knows the names of the clusters, but nothing else about them.
 */
@NullMarked
package org.popdns.config.zone;

import org.jspecify.annotations.NullMarked;
