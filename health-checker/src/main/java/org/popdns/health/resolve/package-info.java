/**
 * Where names lead, asked of the system's resolvers. It is here that checks speak DNS, as any
 * client of a resolver does, and nowhere else; dnsjava knows how. What servers are asked is the
 * system's setting, never this server's zones.
 */
@NullMarked
package org.popdns.health.resolve;

import org.jspecify.annotations.NullMarked;
