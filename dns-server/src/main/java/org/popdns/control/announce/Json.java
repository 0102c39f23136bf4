package org.popdns.control.announce;

import tools.jackson.databind.json.JsonMapper;

/**
 * Reads JSON, for all of this room; any thread. A class of its own, because the mapper takes a
 * tenth of a second to make (with it come the calendars of all regions), and most starts have
 * nothing to read: no drain, no history, no peer.
 */
final class Json {

  static final JsonMapper MAPPER = new JsonMapper();

  private Json() {}
}
