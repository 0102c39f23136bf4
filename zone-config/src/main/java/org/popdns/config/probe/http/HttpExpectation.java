package org.popdns.config.probe.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an HTTP probe wants to hear. Immutable.
 *
 * @param statuses the status codes that count as success, at least one, each 100 to 599
 * @param contains text that the first 64 KiB of the body must contain, as UTF-8
 * @param matches what the first 8 KiB of the body must match somewhere
 * @param json what a body of JSON must say: by pointers (RFC 6901), values as JSON writes them
 */
public record HttpExpectation(
    Set<Integer> statuses,
    Optional<String> contains,
    Optional<BodyPattern> matches,
    Map<String, String> json) {

  /** Status 200, whatever the body. */
  static final HttpExpectation USUAL =
      new HttpExpectation(Set.of(200), Optional.empty(), Optional.empty(), Map.of());

  /** Copies set and map; the map's order stays. */
  public HttpExpectation {
    statuses = Set.copyOf(statuses);
    json = Collections.unmodifiableMap(new LinkedHashMap<>(json));
  }

  /** True if the status alone says nothing yet. */
  public boolean asksForBody() {
    return contains.isPresent() || asksForWholeBody();
  }

  /** True if the body can be judged only once it is there. */
  public boolean asksForWholeBody() {
    return matches.isPresent() || !json.isEmpty();
  }
}
