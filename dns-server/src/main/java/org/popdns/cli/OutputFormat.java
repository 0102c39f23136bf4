package org.popdns.cli;

import java.util.Locale;

/** How data is printed. */
enum OutputFormat {
  TEXT,
  JSON;

  /** As the operator types it, also where the shell completes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
