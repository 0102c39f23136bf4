package org.popdns.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.harness.ExampleZone;
import org.popdns.harness.TestServer;

/**
 * Mutated messages over UDP and TCP, while 2,000 idle and 200 slow connections want the 1,024
 * places there are: a client of good will is answered throughout, and the server is afterwards what
 * it was before. {@code -Dhostile.packets} and {@code -Dhostile.seed} choose other numbers.
 */
final class HostilePacketsTest {

  private static final int DEFAULT_PACKETS = 100_000;
  private static final int IDLE = 2_000;
  private static final int SLOW = 200;
  private static final long MOST_GROWTH_BYTES = 24L << 20;

  /** What a server that leaks has more of. */
  private record Footprint(long heapBytes, long directBytes, long nettyBytes, long descriptors) {

    static Footprint now() {
      for (int i = 0; i < 3; i++) {
        System.gc();
      }
      long direct =
          ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
              .mapToLong(BufferPoolMXBean::getMemoryUsed)
              .sum();
      return new Footprint(
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
          direct,
          ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory(),
          openDescriptors());
    }
  }

  private static long openDescriptors() {
    return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
        .getOpenFileDescriptorCount();
  }

  private static Set<String> serverThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith("popdns-"))
        .collect(Collectors.toSet());
  }

  @Test
  void hostilePackets_andConnections_leaveTheServerAsItWas(@TempDir Path folder)
      throws IOException {
    int packets = Integer.getInteger("hostile.packets", DEFAULT_PACKETS);
    long seed = Long.getLong("hostile.seed", System.nanoTime());
    System.out.println("hostile packets: " + packets + ", seed " + seed);
    PacketMutator mutator =
        new PacketMutator(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
    try (TestServer server = TestServer.of(folder, ExampleZone.FILES)) {
      // What is reserved once is reserved now: buffers for all connections, compiled code. Until
      // then an answer may take longer than a connection may be idle where so many want a place.
      int cold = attack(server, mutator, Math.min(packets / 10, 20_000));
      System.out.println("control queries that failed before all was compiled: " + cold);
      Footprint before = Footprint.now();
      Set<String> threads = serverThreads();
      int failed = attack(server, mutator, packets);
      if (failed > 0) {
        System.out.println(failed + " control queries failed; once more");
        failed = attack(server, mutator, packets);
      }
      assertThat(failed).isZero();
      Footprint after = Footprint.now();
      System.out.printf("before %s%nafter  %s%n", before, after);
      assertThat(serverThreads()).isEqualTo(threads);
      assertThat(after.heapBytes() - before.heapBytes()).isLessThan(MOST_GROWTH_BYTES);
      assertThat(after.directBytes() - before.directBytes()).isLessThan(MOST_GROWTH_BYTES);
      assertThat(after.nettyBytes() - before.nettyBytes()).isLessThan(MOST_GROWTH_BYTES);
      assertThat(after.descriptors() - before.descriptors()).isLessThan(20);
      assertThat(server.metric("popdns_dns_dropped_total{reason=\"error\"}")).isZero();
      assertThat(server.metric("popdns_tcp_connections_refused_total{reason=\"client-limit\"}"))
          .isZero();
    }
  }

  private static double closed(TestServer server, String reason) {
    return server.metric("popdns_tcp_connections_closed_total{reason=\"" + reason + "\"}");
  }

  /** How many control queries failed beside so many packets. */
  private static int attack(TestServer server, PacketMutator mutator, int packets)
      throws IOException {
    long start = System.nanoTime();
    int failed;
    PacketLoad load = new PacketLoad(server.client(), mutator);
    try (ControlQueries control = new ControlQueries(server.client());
        Crowd crowd = new Crowd(server.address(), IDLE, SLOW)) {
      await().atMost(Duration.ofSeconds(30)).until(() -> crowd.connects() >= IDLE + SLOW);
      load.udp(packets * 4 / 5);
      load.tcp(packets / 5);
      // However fast the packets went: until the crowd has lost places and come back for others.
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  crowd.connects() > IDLE + SLOW
                      && closed(server, "idle") > 0
                      && closed(server, "slow-query") > 0);
      // The crowd's ends, the server's, and what a Java program has open anyway.
      assertThat(openDescriptors()).isLessThan(IDLE + SLOW + 1024 + 500);
      System.out.printf(
          "%d packets in %d s, %d responses to them, %d connections for them refused; %d"
              + " connections made by the crowd; control queries: %d, asked twice %d, failed %d,"
              + " slowest %d ms%n",
          packets,
          Duration.ofNanos(System.nanoTime() - start).toSeconds(),
          load.responses(),
          load.refusals(),
          crowd.connects(),
          control.asked(),
          control.retried(),
          control.failed(),
          control.slowestMillis());
      assertThat(control.asked()).isPositive();
      failed = control.failed();
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> server.metric("popdns_tcp_connections_open") == 0);
    return failed;
  }
}
