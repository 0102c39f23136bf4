package org.popdns.config.write;

import org.popdns.name.DomainName;

/** Owner names relative to their zone. Stateless. */
final class OwnerText {

  private OwnerText() {}

  /** The name without the zone's, and without a final dot; empty text for the zone itself. */
  static String relative(DomainName owner, DomainName origin) {
    if (owner.equals(origin)) {
      return "";
    }
    // Case aside, both end in the same characters: what is escaped in one is in the other.
    int suffix = origin.isRoot() ? 1 : origin.toString().length() + 1;
    String text = owner.toString();
    return text.substring(0, text.length() - suffix);
  }
}
