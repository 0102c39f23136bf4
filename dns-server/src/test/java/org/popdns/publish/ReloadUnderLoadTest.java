package org.popdns.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.harness.Decoded;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.QueryLoad;
import org.popdns.harness.TestServer;

/**
 * A hundred reloads while queries come in, every second one of them with broken files. Each version
 * of the configuration says its number twice in one answer: in a name of the zone and in an address
 * of the cluster.
 */
class ReloadUnderLoadTest {

  private static final int RELOADS = 100;
  private static final int QUERIES_PER_SECOND = 5_000;
  private static final int AT_MOST_QUERIES = 600_000;
  private static final Pattern VERSIONS =
      Pattern.compile("CNAME v(\\d+)\\..* A 127\\.0\\.1\\.(\\d+)", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void reload_hundredTimesUnderLoad_losesNoQueryAndMixesNothing() throws Exception {
    QueryLoad.Result result = measure();
    if (result.lost() > 0) {
      System.out.println("lost " + result.lost() + " of " + result.sent() + "; once more");
      result = measure();
    }
    // Queries that the server asks itself can be among those dropped, and then more were than are
    // missing.
    assertThat(result.lost()).isNotPositive();
  }

  private QueryLoad.Result measure() throws Exception {
    Set<Integer> seen = ConcurrentHashMap.newKeySet();
    Queue<String> mixed = new ConcurrentLinkedQueue<>();
    try (TestServer server =
            TestServer.of(folder, "here", clusters(0), Map.of("example.com.yaml", zone(0)));
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Callable<Void> reloads =
          () -> {
            for (int version = 1; version <= RELOADS; version++) {
              reload(server, version);
            }
            return null;
          };
      Future<Void> reloading = thread.submit(reloads);
      QueryLoad load =
          new QueryLoad(
              server.address(),
              QueryBytes.of("www.example.com.", 1),
              answer -> look(answer, seen, mixed));
      QueryLoad.Result result =
          load.run(QUERIES_PER_SECOND, AT_MOST_QUERIES, () -> !reloading.isDone());
      reloading.get();
      double dropped = server.metric("popdns_dns_dropped_total{reason=\"receive-buffer\"}");
      System.out.printf(
          "%d reloads: %d queries, %d lost, of them %.0f dropped by the kernel; %d versions seen%n",
          RELOADS, result.sent(), result.lost(), dropped, seen.size());
      assertThat(mixed).isEmpty();
      assertThat(seen).allMatch(version -> version % 2 == 0).hasSizeGreaterThan(RELOADS / 4);
      return new QueryLoad.Result(result.sent() - (long) dropped, result.answered());
    }
  }

  private void reload(TestServer server, int version) throws IOException {
    boolean broken = version % 2 == 1;
    Files.writeString(folder.resolve("clusters.yaml"), clusters(version));
    Files.writeString(
        folder.resolve("zones/example.com.yaml"),
        zone(version) + (broken ? "oops: {type: A, value: here}\n" : ""));
    boolean reloaded = server.control(ControlRequest.of("reload")).path("reloaded").asBoolean();
    assertThat(reloaded).isEqualTo(!broken);
  }

  private static void look(byte[] answer, Set<Integer> seen, Queue<String> mixed) {
    String records = String.join("\n", Decoded.of(answer).answers());
    Matcher versions = VERSIONS.matcher(records);
    if (versions.find() && versions.group(1).equals(versions.group(2))) {
      seen.add(Integer.valueOf(versions.group(1)));
    } else {
      mixed.add(records);
    }
  }

  private static String zone(int version) {
    return """
    '': {type: NS, value: ns1.example.net.}
    www: {type: CNAME, value: v%1$d.example.com.}
    v%1$d: {type: A, cluster: images}
    """
        .formatted(version);
  }

  private static String clusters(int version) {
    return """
    sites: {here: {}}
    checks:
      connect: {tcp: {port: 9}, interval: 10s, timeout: 1s}
    clusters:
      images: {check: connect, members: {here: [{name: web, addresses: [127.0.1.%d]}]}}
    """
        .formatted(version);
  }
}
