package org.popdns.config.model;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node's own settings, from {@code popdns.yaml}, the environment and the command line.
 *
 * @param site the site this node stands at; empty only where the configuration has no sites
 * @param node this node's name, by default the host's
 * @param listen the addresses to answer DNS on, UDP and TCP; at least one; port 0 asks the system
 *     for a free port
 * @param admin where the operator and the monitoring reach the node
 * @param workers how many threads answer, and by which way datagrams come
 * @param cookies how DNS cookies are made and what is asked of clients
 * @param places how it is known where clients are
 * @param statusAllow who may read the node's status beside loopback; peers must be among them
 * @param announce the routes to announce, by the names of their entries, in the order of the file
 * @param notifications who is told of what is wrong
 * @param onError what a reload does when zones' files are wrong
 * @param maxRemovedPercent how large a share a reload may remove unasked, from 0 to 100
 * @param change what a reload may change for clients, and how that is known
 */
public record ServerSettings(
    Optional<String> site,
    String node,
    List<InetSocketAddress> listen,
    Admin admin,
    WorkerSettings workers,
    CookieSettings cookies,
    PlaceSettings places,
    List<IpPrefix> statusAllow,
    Map<String, Announcement> announce,
    NotifySettings notifications,
    OnError onError,
    int maxRemovedPercent,
    ChangeSettings change) {

  /** The share that a reload may remove where nothing is set. */
  public static final int USUAL_MAX_REMOVED_PERCENT = 50;

  /** Copies the lists and the map; the copy keeps the order. */
  public ServerSettings {
    listen = List.copyOf(listen);
    statusAllow = List.copyOf(statusAllow);
    announce = Collections.unmodifiableMap(new LinkedHashMap<>(announce));
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
