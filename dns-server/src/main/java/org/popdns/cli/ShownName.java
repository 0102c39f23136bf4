package org.popdns.cli;

import org.popdns.name.InternationalName;

/** A name for people: as it is served, and as they write it where that differs. Stateless. */
final class ShownName {

  private ShownName() {}

  static String of(String name) {
    String written = InternationalName.toUnicode(name);
    return written.equals(name) ? name : name + " (" + written + ")";
  }
}
