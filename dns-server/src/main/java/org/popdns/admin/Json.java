package org.popdns.admin;

import tools.jackson.databind.json.JsonMapper;

/**
 * Reads JSON, for all of this room; any thread. A class of its own, because the mapper takes a
 * tenth of a second to make (with it come the calendars of all regions), and most starts have
 * nothing to read: no drain, no history, no peer.
 */
public final class Json {

  public static final JsonMapper MAPPER = new JsonMapper();

  private Json() {}
}
