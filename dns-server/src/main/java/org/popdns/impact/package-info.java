/**
 * What a change does to clients: for which regions of them names are answered otherwise, and, by a
 * sample of the last hour's queries, for how large a share. Compared are the records that a client
 * may get and how often, under the same health; not answers, in which turns take part. Pure; on the
 * thread that asks.
 */
@NullMarked
package org.popdns.impact;

import org.jspecify.annotations.NullMarked;
