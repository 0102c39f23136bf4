package org.popdns.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.write.AddressFormat;
import org.popdns.fitness.Phase;

/** A node that announces nothing: the same gate says whether traffic should come. */
class NodeWithoutAnnouncementsTest {

  @TempDir private Path folder;
  private NodeUnderTest node;

  /** Made by JUnit; the fields are set before each test. */
  @SuppressWarnings("NullAway.Init")
  NodeWithoutAnnouncementsTest() {}

  @BeforeEach
  void start() throws IOException {
    node = NodeUnderTest.withoutAnnouncements(folder);
    awaitObstacles();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private void awaitObstacles(String... obstacles) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(node.announcements().obstacles()).containsExactly(obstacles));
  }

  @Test
  void everythingIsWell_trafficMayCome_andThereIsNoLease() {
    assertThat(node.announcements().silentAddresses()).isEmpty();
    assertThat(node.announcements().names()).isEmpty();
    assertThat(node.announcements().lease("")).isEmpty();
    assertThat(node.announcements().status().entries()).isEmpty();
    assertThat(node.announcements().forPeers().entries()).isEmpty();
  }

  @Test
  void complaintsOfClusters_areObstacles_whileTheyLast() {
    node.complains("cluster images is below its minimum", "the checks of cluster web stopped");
    awaitObstacles("cluster images is below its minimum", "the checks of cluster web stopped");
    node.complains();
    awaitObstacles();
  }

  @Test
  void oneAddressIsSilent_itAloneIsNamed() {
    node.closes(1);
    String silent = AddressFormat.of(node.addresses().get(1)) + " is not listened on";
    awaitObstacles(silent);
    assertThat(node.announcements().silentAddresses()).containsExactly(silent);
  }

  @Test
  void nothingIsServed_isAnObstacle_butNoSilence() {
    node.serves(Optional.of("no zone is served, every query is refused"));
    awaitObstacles("no zone is served, every query is refused");
    assertThat(node.announcements().silentAddresses()).isEmpty();
  }

  @Test
  void startAndEnd_areObstacles_whateverElseHolds() {
    node.enters(Phase.STARTING);
    assertThat(node.announcements().obstacles())
        .containsExactly("the first round of checks is not over");
    node.enters(Phase.STOPPING);
    assertThat(node.announcements().obstacles()).containsExactly("the server is stopping");
    assertThat(node.announcements().silentAddresses()).isEmpty();
  }

  @Test
  void judgementThatIsOld_isAnObstacle() {
    node.announcements().close();
    node.clocks().passes(Duration.ofSeconds(5));
    assertThat(node.announcements().obstacles())
        .singleElement()
        .asString()
        .matches("fitness was last judged \\d+ s ago");
  }

  @Test
  void reload_goesFromTheNodeToItsAnnouncements_andBack() throws IOException {
    node.complains("cluster images is below its minimum");
    awaitObstacles("cluster images is below its minimum");
    node.announces();
    node.awaitAnnounced("ipv4", "ipv6");
    assertThat(node.announcements().obstacles()).isEmpty();
    node.announcesNothing();
    awaitObstacles("cluster images is below its minimum");
    assertThat(node.announcements().names()).isEqualTo(List.of());
  }
}
