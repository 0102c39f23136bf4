package org.popdns.notify.delivery;

import org.popdns.notify.alert.Message;

/**
 * A message on its way. Immutable.
 *
 * @param id the same in each attempt, and of no other message of this node
 */
public record Letter(String id, Message message) {}
