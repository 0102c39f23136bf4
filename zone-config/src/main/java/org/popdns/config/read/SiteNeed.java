package org.popdns.config.read;

/** Whether a configuration with sites must say at which of them the node stands. */
enum SiteNeed {
  /** To serve. */
  REQUIRED,
  /** To check what all sites have in common. */
  OPTIONAL
}
