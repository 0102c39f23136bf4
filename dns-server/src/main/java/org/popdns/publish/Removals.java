package org.popdns.publish;

/** Whether files that are taken up may remove as much as they like. */
public enum Removals {
  /** Not more than {@code max-removed}, and never every zone. */
  LIMITED,
  /** The operator has said that it is meant. */
  ALLOWED
}
