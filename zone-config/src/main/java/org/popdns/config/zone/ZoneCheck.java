package org.popdns.config.zone;

/** One thing that must hold for a zone as a whole, whichever format its file has. Stateless. */
interface ZoneCheck {

  /** Reports what is wrong, each at the record it is about. */
  void check(DraftNames names);
}
