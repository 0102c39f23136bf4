/** What becomes of events at which time. */
@NullMarked
package org.popdns.notify.alert;

import org.jspecify.annotations.NullMarked;
