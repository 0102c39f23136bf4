package org.popdns.config.model;

/** What a site does whose healthy hosts are fewer than the minimum. */
public enum WhenBelow {
  /** Answer with the next site and stay announced. */
  FALLBACK,
  /** Answer with the next site, and call this site unfit. */
  WITHDRAW
}
