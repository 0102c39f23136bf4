package org.popdns.harness;

/** A cluster of one host at each of two sites, each of which falls back to the other. */
public final class TwoSites {

  /** The zone {@code example.com.}: {@code images} is answered from the cluster. */
  public static final String ZONE =
      """
      '': {type: NS, value: ns1.example.net.}
      images: {type: A, ttl: 60, cluster: images}
      """;

  private TwoSites() {}

  /**
   * The clusters file.
   *
   * @param port where hosts are asked for {@code /healthz}
   */
  public static String clusters(int port) {
    return """
    sites: {san-jose: {fallback: [japan]}, japan: {fallback: [san-jose]}}
    checks:
      web: {http: {port: %d, path: /healthz}, interval: 400ms, timeout: 300ms, rise: 2, fall: 3}
    suspicion: {freeze: 0s}
    clusters:
      images:
        check: web
        members:
          san-jose: [127.0.0.21]
          japan: [127.0.0.71]
    """
        .formatted(port);
  }
}
