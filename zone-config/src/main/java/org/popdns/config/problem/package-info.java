/**
 * What is wrong with a configuration, where, and how it is shown. A problem carries the line it is
 * about, so it can be printed, sent and stored without the file. Nothing here knows what the files
 * mean.
 */
@NullMarked
package org.popdns.config.problem;

import org.jspecify.annotations.NullMarked;
