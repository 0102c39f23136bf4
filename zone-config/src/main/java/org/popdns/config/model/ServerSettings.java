package org.popdns.config.model;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A node's own settings, from {@code popdns.yaml}, the environment and the command line.
 *
 * @param site the site this node stands at; empty only where the configuration has no sites
 * @param node this node's name, by default the host's
 * @param listen the addresses to answer DNS on, UDP and TCP; at least one; port 0 asks the system
 *     for a free port
 * @param admin where the operator and the monitoring reach the node
 * @param cookies how DNS cookies are made and what is asked of clients
 */
public record ServerSettings(
    Optional<String> site,
    String node,
    List<InetSocketAddress> listen,
    Admin admin,
    CookieSettings cookies) {

  /** Copies the list. */
  public ServerSettings {
    listen = List.copyOf(listen);
  }

  /**
   * Where the operator and the monitoring reach the node.
   *
   * @param http address of the health endpoint; loopback unless told otherwise; port 0 asks the
   *     system for a free port
   * @param socket path of the control socket (AF_UNIX)
   */
  public record Admin(InetSocketAddress http, Path socket) {}
}
