/** What changes do to clients: by regions, and by real queries. */
@NullMarked
package org.popdns.impact;

import org.jspecify.annotations.NullMarked;
