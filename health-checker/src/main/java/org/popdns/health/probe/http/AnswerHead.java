package org.popdns.health.probe.http;

import java.util.Optional;

/**
 * What an answer's head says that a probe tells of. Immutable.
 *
 * @param status its code
 * @param location where else to ask (RFC 9110 §10.2.2)
 * @param cache the header, with its value, by which a cache has shown itself
 * @param empty true if it says that there is no body where there could be one
 */
record AnswerHead(int status, Optional<String> location, Optional<String> cache, boolean empty) {}
