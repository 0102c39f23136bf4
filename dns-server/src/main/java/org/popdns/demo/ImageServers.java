package org.popdns.demo;

import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.popdns.admin.http.HttpListener;

/**
 * Real HTTP servers to check and to answer with, each at its own loopback address. Any thread may
 * start and stop them, one at a time; the change is done when the call returns. What changes is
 * which of them run.
 */
public final class ImageServers implements Closeable {
  private final Map<String, ImageHost> hosts = new LinkedHashMap<>();
  private final Map<String, HttpListener> running = new LinkedHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();

  private ImageServers(List<ImageHost> hosts) {
    for (ImageHost host : hosts) {
      if (this.hosts.putIfAbsent(host.name(), host) != null) {
        throw new IllegalArgumentException("two hosts are named " + host.name());
      }
    }
  }

  /**
   * Starts all of them, or none.
   *
   * @param hosts with different names
   * @throws IOException if an address cannot be bound; the message is one line for the operator
   */
  public static ImageServers open(List<ImageHost> hosts) throws IOException {
    var servers = new ImageServers(hosts);
    for (ImageHost host : hosts) {
      if (servers.start(host.name()) instanceof ServerChange.CannotStart(var failed, var message)) {
        servers.close();
        throw new IOException(failed.name() + " cannot listen at " + message);
      }
    }
    return servers;
  }

  /** All hosts, running or not, in the order they were given. */
  public List<ImageHost> hosts() {
    return List.copyOf(hosts.values());
  }

  /** Whether that host runs; false as well where there is none of that name. */
  public boolean isRunning(String name) {
    lock.lock();
    try {
      return running.containsKey(name);
    } finally {
      lock.unlock();
    }
  }

  /** Makes the host serve. */
  public ServerChange start(String name) {
    lock.lock();
    try {
      ImageHost host = hosts.get(name);
      if (host == null) {
        return unknown(name);
      }
      if (running.containsKey(name)) {
        return new ServerChange.Unchanged(host);
      }
      return start(host);
    } finally {
      lock.unlock();
    }
  }

  private ServerChange start(ImageHost host) {
    try {
      running.put(host.name(), HttpListener.open(host.address(), new ImagePages(host.name())));
      return new ServerChange.Started(host);
    } catch (IOException failure) {
      return new ServerChange.CannotStart(host, String.valueOf(failure.getMessage()));
    }
  }

  /** Makes the host refuse connections. */
  public ServerChange stop(String name) {
    lock.lock();
    try {
      ImageHost host = hosts.get(name);
      if (host == null) {
        return unknown(name);
      }
      HttpListener listener = running.remove(name);
      if (listener == null) {
        return new ServerChange.Unchanged(host);
      }
      listener.close();
      return new ServerChange.Stopped(host);
    } finally {
      lock.unlock();
    }
  }

  private ServerChange unknown(String name) {
    return new ServerChange.UnknownHost(name, List.copyOf(hosts.keySet()));
  }

  /** Stops all of them. */
  @Override
  public void close() {
    for (String name : hosts.keySet()) {
      stop(name);
    }
  }
}
