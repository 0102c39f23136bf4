package org.popdns.sample;

/**
 * How many queries had something in common of what decided about them.
 *
 * @param source which source said where the client is; {@link #NO_SOURCE} if none did
 * @param client whose network decided: {@link #BY_OPTION} or {@link #BY_RESOLVER}
 * @param queries how many, as the sample has it
 */
public record ClientCount(String source, String client, double queries) {

  /** In place of a source where none knows the client. */
  public static final String NO_SOURCE = "none";

  /** The network in the query's client subnet option decided. */
  public static final String BY_OPTION = "ecs";

  /** The address that the query came from decided. */
  public static final String BY_RESOLVER = "resolver";
}
