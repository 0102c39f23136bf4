/**
 * The Java parts of the anycast lab: the clients of all regions, and a tool that stops a single
 * thread of a server. {@code lab.sh} starts them, as root, from the classes of the build. They know
 * nothing of the server but its addresses and the names of its threads.
 */
@NullMarked
package org.popdns.lab;

import org.jspecify.annotations.NullMarked;
