package org.popdns.demo;

import java.util.List;

/** What came of {@link ImageServers#start} and {@link ImageServers#stop}. */
public sealed interface ServerChange {

  /** It did not run and now does: it accepts connections. */
  record Started(ImageHost host) implements ServerChange {}

  /** It ran and no longer does: connections are refused, and those that were open are closed. */
  record Stopped(ImageHost host) implements ServerChange {}

  /** It was as asked for already. */
  record Unchanged(ImageHost host) implements ServerChange {}

  /**
   * There is no host of that name.
   *
   * @param known the names there are, in order
   */
  record UnknownHost(String name, List<String> known) implements ServerChange {}

  /**
   * It does not run, and cannot.
   *
   * @param message one line, such as {@code 127.0.0.23:8080: address already in use}
   */
  record CannotStart(ImageHost host, String message) implements ServerChange {}
}
