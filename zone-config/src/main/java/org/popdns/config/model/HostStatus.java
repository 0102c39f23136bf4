package org.popdns.config.model;

/** Whether a host's health is asked about, in the words of octoDNS. */
public enum HostStatus {
  /** It answers, and is not probed. */
  UP,
  /** It does not answer, and is not probed. */
  DOWN,
  /** It answers while it is healthy. */
  OBEY
}
