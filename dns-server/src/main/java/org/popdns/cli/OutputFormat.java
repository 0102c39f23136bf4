package org.popdns.cli;

/** How data is printed. */
enum OutputFormat {
  TEXT,
  JSON
}
