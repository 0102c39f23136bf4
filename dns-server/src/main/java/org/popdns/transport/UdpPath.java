package org.popdns.transport;

/** Which way datagrams take. */
public enum UdpPath {
  /** {@link #RECVMMSG} where it can be had, else {@link #NETTY}. */
  AUTO,
  /** The system calls recvmmsg and sendmmsg, on Linux. */
  RECVMMSG,
  /** Netty, on any system. */
  NETTY
}
