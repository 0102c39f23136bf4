/**
 * What becomes of events: alerts that begin and end, and the messages that people are to get of
 * them at which time. Told the time, without threads, sockets or files.
 */
@NullMarked
package org.popdns.notify.alert;

import org.jspecify.annotations.NullMarked;
