package org.popdns.config.model;

import org.popdns.name.DomainName;

/**
 * A zone whose files are wrong, where that does not keep the others from being served.
 *
 * @param origin its apex
 * @param reason what is wrong, in one line
 * @param answer what is answered in its place
 */
public record BrokenZone(DomainName origin, String reason, Answer answer) {

  /** What clients get for the names of a broken zone. */
  public enum Answer {
    /** The zone as it was when its files were right; it is among the configuration's zones. */
    LAST_GOOD("last-good"),
    /** SERVFAIL for the origin and all names below it, whatever a zone above has for them. */
    SERVFAIL("servfail");

    private final String label;

    Answer(String label) {
      this.label = label;
    }

    /** The name in JSON and metrics. */
    public String label() {
      return label;
    }
  }

  /** The same, answered as it was when it was right. */
  public BrokenZone withLastGood() {
    return new BrokenZone(origin, reason, Answer.LAST_GOOD);
  }
}
