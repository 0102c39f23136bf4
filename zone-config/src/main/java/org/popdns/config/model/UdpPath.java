package org.popdns.config.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Which way datagrams take. */
public enum UdpPath {
  /** {@link #RECVMMSG} where it can be had, else {@link #NETTY}. */
  AUTO("auto"),
  /** The system calls recvmmsg and sendmmsg, on Linux. */
  RECVMMSG("recvmmsg"),
  /** Netty, on any system. */
  NETTY("netty");

  private final String label;

  UdpPath(String label) {
    this.label = label;
  }

  /** Its name in files and in the environment. */
  public String label() {
    return label;
  }

  /** All names. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(UdpPath::label).toList();
  }

  /** The path of that name; empty if there is none. */
  public static Optional<UdpPath> of(String label) {
    return Arrays.stream(values()).filter(path -> path.label.equals(label)).findFirst();
  }
}
