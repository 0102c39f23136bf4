package org.popdns.config.model;

import java.util.List;

/**
 * A point of presence.
 *
 * @param name the site's name
 * @param fallback the sites whose members answer in turn when this site's are too few, nearest
 *     first; each exists, none is this site, none stands twice
 */
public record Site(String name, List<String> fallback) {

  /** Copies the list. */
  public Site {
    fallback = List.copyOf(fallback);
  }
}
