/**
 * What {@code popdns demo} and the failover tests need around the server: real HTTP servers on
 * loopback addresses that can be stopped and started. No part of a server in production.
 */
@NullMarked
package org.popdns.demo;

import org.jspecify.annotations.NullMarked;
