/**
 * The four nameservers as processes on loopback ports, each with its configuration in a folder of
 * its own, and the socket that questions are put through. A process is ended by its handle, never
 * by its name.
 */
@NullMarked
package org.popdns.differential.server;

import org.jspecify.annotations.NullMarked;
