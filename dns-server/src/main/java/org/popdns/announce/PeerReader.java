package org.popdns.announce;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.popdns.admin.Json;
import org.popdns.config.write.AddressFormat;
import org.popdns.fitness.Claim;
import org.popdns.fitness.FitnessState;
import org.popdns.fitness.LastSiteGuard;
import org.popdns.fitness.NodeName;
import org.popdns.fitness.PeerReading;
import org.popdns.status.AnnouncementsStatus;
import org.popdns.status.PeerPage;
import org.popdns.status.PeerPageJson;
import org.popdns.time.Clocks;
import tools.jackson.core.JacksonException;

/**
 * Reads the status of the other nodes, each on a virtual thread of its own, four times a second.
 * Nothing waits for it: what was read last is there, with the time when the request began.
 */
final class PeerReader implements AutoCloseable {

  /** A round trip around the world and one lost packet. */
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private static final int LONGEST_STATUS_BYTES = 64 << 10;

  private final Clocks clocks;
  private @Nullable HttpClient client;
  private final Map<NodeName, Poll> polls = new HashMap<>();
  private final Map<NodeName, Reading> readings = new ConcurrentHashMap<>();

  PeerReader(Clocks clocks) {
    this.clocks = clocks;
  }

  /**
   * The last attempt.
   *
   * @param beganNanos when the request began
   * @param page what came; empty if nothing did
   * @param failure why nothing came; empty if something did
   */
  record Reading(long beganNanos, Optional<PeerPage> page, String failure) {

    /** What it says of one announcement. */
    PeerReading of(String announcement) {
      return new PeerReading(
          beganNanos,
          page.flatMap(told -> Optional.ofNullable(told.entries().get(announcement)))
              .map(
                  entry ->
                      new PeerReading.Entry(
                          entry.announced(),
                          entry.state().equals(FitnessState.FIT.label()),
                          claim(entry.claim()))));
    }

    private static Claim claim(String label) {
      for (Claim claim : Claim.values()) {
        if (claim.label().equals(label)) {
          return claim;
        }
      }
      return Claim.NONE;
    }
  }

  private record Poll(InetSocketAddress address, Thread thread) {}

  /** Reads these nodes from now on, and no others. Returns at once. */
  synchronized void read(Map<NodeName, InetSocketAddress> peers) {
    polls
        .entrySet()
        .removeIf(
            poll -> {
              boolean gone = !poll.getValue().address().equals(peers.get(poll.getKey()));
              if (gone) {
                poll.getValue().thread().interrupt();
                readings.remove(poll.getKey());
              }
              return gone;
            });
    peers.forEach(
        (name, address) ->
            polls.computeIfAbsent(
                name,
                key ->
                    new Poll(
                        address,
                        Thread.ofVirtual().name("peer-" + key).start(() -> loop(key, address)))));
  }

  /** The last attempt to read each node. */
  Map<NodeName, Reading> readings() {
    return Map.copyOf(readings);
  }

  /** The last attempts, for the operator. */
  static Map<String, AnnouncementsStatus.Peer> told(Map<NodeName, Reading> readings) {
    Map<String, AnnouncementsStatus.Peer> peers = new LinkedHashMap<>();
    new TreeMap<>(readings)
        .forEach(
            (peer, reading) ->
                peers.put(
                    peer.toString(),
                    new AnnouncementsStatus.Peer(
                        peer.site(), peer.node(), reading.page(), reading.failure())));
    return peers;
  }

  private void loop(NodeName name, InetSocketAddress address) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + AddressFormat.of(address) + "/announcements"))
            .build();
    try {
      while (!Thread.currentThread().isInterrupted()) {
        long began = clocks.nanos();
        Reading reading = attempt(request, began, name);
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
        readings.put(name, reading);
        long left = LastSiteGuard.POLL_INTERVAL.toNanos() - (clocks.nanos() - began);
        Thread.sleep(Duration.ofNanos(Math.max(0, left)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The end of this node's polls.
    }
  }

  /**
   * Made for the first peer: it reads the system's certificates, which takes a tenth of a second.
   */
  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .connectTimeout(TIMEOUT)
              .version(HttpClient.Version.HTTP_1_1)
              .executor(Executors.newVirtualThreadPerTaskExecutor())
              .build();
    }
    return client;
  }

  private Reading attempt(HttpRequest request, long began, NodeName name)
      throws InterruptedException {
    // The request's own timeout ends with the headers; a body may drip for ever.
    CompletableFuture<HttpResponse<byte[]>> reply =
        client()
            .sendAsync(
                request,
                HttpResponse.BodyHandlers.limiting(
                    HttpResponse.BodyHandlers.ofByteArray(), LONGEST_STATUS_BYTES));
    try {
      HttpResponse<byte[]> response = reply.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        return failed(began, "it answers with HTTP status " + response.statusCode());
      }
      PeerPage page = PeerPageJson.read(Json.MAPPER.readTree(response.body()));
      return page.site().equals(name.site()) && page.node().equals(name.node())
          ? new Reading(began, Optional.of(page), "")
          : failed(began, "the node there is %s.%s".formatted(page.node(), page.site()));
    } catch (TimeoutException e) {
      return failed(began, "no whole answer within " + TIMEOUT.toMillis() + " ms");
    } catch (ExecutionException e) {
      return failed(began, reason(e.getCause()));
    } catch (JacksonException e) {
      return failed(began, "it answers with what is no JSON");
    } finally {
      reply.cancel(true); // Closes the connection if the reply is not over.
    }
  }

  private static String reason(@Nullable Throwable failure) {
    if (failure == null) {
      return "no connection";
    }
    String message = failure.getMessage();
    return message == null
        ? "no connection (" + failure.getClass().getSimpleName().replace("Exception", "") + ")"
        : message;
  }

  private static Reading failed(long began, String failure) {
    return new Reading(began, Optional.empty(), failure);
  }

  @Override
  public synchronized void close() {
    polls.values().forEach(poll -> poll.thread().interrupt());
    polls.clear();
    if (client != null) {
      client.shutdownNow();
    }
  }
}
