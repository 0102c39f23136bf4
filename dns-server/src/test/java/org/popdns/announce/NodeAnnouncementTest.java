package org.popdns.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.write.AddressFormat;
import org.popdns.fitness.DrainOrder.IfLast;
import org.popdns.orders.DrainRequest;
import org.popdns.state.StateFiles;
import org.popdns.status.AnnouncementsStatus;

/** One node alone, with sockets, workers and clocks that go wrong. */
class NodeAnnouncementTest {

  @TempDir private Path folder;
  private NodeUnderTest node;

  /** Made by JUnit; the fields are set before each test. */
  @SuppressWarnings("NullAway.Init")
  NodeAnnouncementTest() {}

  @BeforeEach
  void start() throws IOException {
    node = new NodeUnderTest(folder.resolve("config"), files());
    node.awaitAnnounced("ipv4", "ipv6");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private StateFiles files() {
    return new StateFiles(
        Optional.of(folder.resolve("state/history")), Optional.of(folder.resolve("state/drains")));
  }

  private AnnouncementsStatus.Entry entry() {
    return Objects.requireNonNull(node.announcements().status().entries().get("images"));
  }

  private Optional<String> drain(Optional<Duration> lasts, IfLast ifLast) {
    return node.announcements()
        .drain(List.of("images"), new DrainRequest("kernel", "alice", lasts, ifLast));
  }

  @Test
  void socketsOfIpv6Closed_itsPrefixesAloneAreWithdrawn() {
    node.closes(1);
    node.awaitAnnounced("ipv4");
    assertThat(node.lease().reason())
        .isEqualTo(AddressFormat.of(node.addresses().get(1)) + " is not listened on");
    assertThat(node.announcements().obstacles()).isEmpty();
    assertThat(node.announcements().silentAddresses()).containsExactly(node.lease().reason());
  }

  @Test
  void oneWorkersThreadBlocked_isNamedWithinTwoSeconds_andItsFamilyAloneIsWithdrawn()
      throws IOException {
    // id.server. CH TXT with a cookie: whichever worker answers it asks the clock and is stuck.
    byte[] query =
        HexFormat.of()
            .parseHex(
                "000100000001000000000001"
                    + "026964067365727665720000100003"
                    + "00002904d0000000"
                    + "00000c"
                    + "000a0008"
                    + "0102030405060708");
    try (DatagramSocket client = new DatagramSocket()) {
      client.send(new DatagramPacket(query, query.length, node.addresses().getFirst()));
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> node.blocked().isPresent());
    long start = System.nanoTime();
    node.awaitAnnounced("ipv6");
    // On a machine that is busy with something else it may take longer; never shorter than a round.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    assertThat(node.lease().reason())
        .matches(
            "worker [0-9]+ does not answer at \\Q%s\\E \\(1 of 2 there\\)"
                .formatted(AddressFormat.of(node.addresses().getFirst())));
  }

  @Test
  void nothingIsServed_allRoutesAreWithdrawn_thoughItIsTheOnlySite() {
    node.serves(Optional.of("no zone is served, every query is refused"));
    node.awaitAnnounced();
    assertThat(node.lease().reason()).isEqualTo("no zone is served, every query is refused");
    node.serves(Optional.empty());
    node.awaitAnnounced("ipv4", "ipv6");
  }

  @Test
  void wallClockJumps_changeNoLease_andNoDrain() {
    for (int hours : new int[] {5, -10, 24 * 365}) {
      node.clocks().wallJumps(Duration.ofHours(hours));
      await()
          .during(Duration.ofMillis(400))
          .atMost(Duration.ofSeconds(5))
          .until(() -> node.announced().equals(List.of("ipv4", "ipv6")));
      assertThat(node.lease().reason()).isEqualTo("fit");
    }
    assertThat(drain(Optional.of(Duration.ofHours(1)), IfLast.GO)).isEmpty();
    node.clocks().wallJumps(Duration.ofHours(5));
    await()
        .during(Duration.ofMillis(400))
        .atMost(Duration.ofSeconds(5))
        .until(() -> entry().drain().isPresent());
  }

  @Test
  void wallClockThatStepsBack_changesNoAge_alsoAfterARestart() throws IOException {
    assertThat(drain(Optional.empty(), IfLast.GO)).isEmpty();
    node.clocks().passes(Duration.ofMinutes(30));
    node.awaitAnnounced();
    node.clocks().passes(Duration.ofMinutes(10));
    assertThat(minutes(entry().drain().orElseThrow().since().age())).isEqualTo(40);
    assertThat(minutes(entry().since().age())).isEqualTo(10);
    Instant since = entry().since().at();
    node.clocks().wallJumps(Duration.ofHours(-5));
    assertThat(minutes(entry().drain().orElseThrow().since().age())).isEqualTo(40);
    assertThat(minutes(entry().since().age())).isEqualTo(10);
    assertThat(entry().since().at()).isEqualTo(since);

    // What was ordered in a former life is told by the wall clock of the start, and counts on.
    node.close();
    node = new NodeUnderTest(folder.resolve("again"), files());
    node.clocks().passes(Duration.ofMinutes(50));
    node.clocks().wallJumps(Duration.ofHours(-5));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> node.announcements().status().entries().containsKey("images"));
    assertThat(minutes(entry().drain().orElseThrow().since().age())).isEqualTo(50);
  }

  private static long minutes(Optional<Duration> age) {
    return age.orElseThrow().toMinutes();
  }

  @Test
  void onlySite_isDrainedIfTheOperatorInsists_andStatusSaysSo() {
    assertThat(drain(Optional.empty(), IfLast.STAY))
        .contains(
            "images is not drained: announced without it: none; keep-sites is 1;"
                + " to withdraw nevertheless: --even-if-last");
    assertThat(node.announced()).containsExactly("ipv4", "ipv6");

    assertThat(drain(Optional.empty(), IfLast.GO)).isEmpty();
    node.clocks().passes(Duration.ofSeconds(3));
    node.clocks().passes(Duration.ofSeconds(16));
    node.awaitAnnounced();
    assertThat(node.lease().reason())
        .isEqualTo(
            "drained by alice, even if last: kernel; the last-site guard is overruled:"
                + " announced without it: none; keep-sites is 1");
    assertThat(entry().guardOverruled()).contains("announced without it: none; keep-sites is 1");
    AnnouncementsStatus.Drain drain = entry().drain().orElseThrow();
    assertThat(drain.by()).isEqualTo("alice");
    assertThat(drain.evenIfLast()).isTrue();
    assertThat(node.announcements().undrain("images", "alice")).isTrue();
    node.awaitAnnounced("ipv4", "ipv6");
  }

  @Test
  void drain_endsByItself_andAfterARestartToo() throws IOException {
    assertThat(drain(Optional.of(Duration.ofHours(2)), IfLast.GO)).isEmpty();
    node.clocks().passes(Duration.ofMinutes(60));
    node.awaitAnnounced();
    node.close();
    node = new NodeUnderTest(folder.resolve("again"), files());
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> node.lease().reason().equals("drained by alice, even if last: kernel"));
    assertThat(node.announced()).isEmpty();
    node.clocks().passes(Duration.ofMinutes(119));
    await()
        .during(Duration.ofMillis(300))
        .atMost(Duration.ofSeconds(5))
        .until(() -> node.announced().isEmpty());
    node.clocks().passes(Duration.ofMinutes(2));
    node.awaitAnnounced("ipv4", "ipv6");
  }

  @Test
  void stateThatCannotBeWritten_isSaid_andTheSiteStays() throws IOException {
    Files.createDirectories(folder.resolve("state/drains"));
    assertThat(drain(Optional.empty(), IfLast.GO)).isEmpty();
    assertThat(node.announcements().drainsNotKept())
        .hasValueSatisfying(
            why -> assertThat(why).endsWith("state/drains can't be written: Is a directory"));
    assertThat(node.announcements().status().drainsNotKept())
        .isEqualTo(node.announcements().drainsNotKept());
    Files.delete(folder.resolve("state/drains"));
    node.clocks().passes(Duration.ofSeconds(11));
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> node.announcements().drainsNotKept().isEmpty());
    assertThat(Files.readString(folder.resolve("state/drains"))).contains("\"kernel\"");
  }
}
