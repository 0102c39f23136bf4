package org.popdns.announce;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.popdns.events.Event;
import org.popdns.fitness.NodeName;
import org.popdns.status.PeerPage;
import org.popdns.time.Moment;

final class PeerPresenceTest {

  private static final NodeName WEST = new NodeName("west", "ns1");
  private static final Moment START = new Moment(Instant.parse("2026-01-01T12:00:00Z"), 7);

  private final PeerPresence presence = new PeerPresence();

  private static Moment at(double seconds) {
    return START.plus(Duration.ofMillis(Math.round(seconds * 1e3)));
  }

  private List<Event> read(double seconds) {
    PeerPage page = new PeerPage("west", "ns1", Map.of());
    return presence.changes(
        Map.of(WEST, new PeerReader.Reading(at(seconds).nanos(), Optional.of(page), "")),
        at(seconds));
  }

  private List<Event> unread(double seconds) {
    return presence.changes(
        Map.of(WEST, new PeerReader.Reading(at(seconds).nanos(), Optional.empty(), "no answer")),
        at(seconds));
  }

  private static Event lost(double seconds) {
    return new Event.PeerChanged(at(seconds).at(), "ns1.west", Event.Reach.LOST, "no answer");
  }

  @Test
  void nodeThatIsThereFromTheStart_isNoNews() {
    assertThat(read(0)).isEmpty();
    assertThat(read(0.25)).isEmpty();
  }

  @Test
  void nodeThatIsSilentForThreeSeconds_isLostOnce_andReturnsOnce() {
    assertThat(read(0)).isEmpty();
    assertThat(unread(0.25)).isEmpty();
    assertThat(unread(2.9)).isEmpty();
    assertThat(unread(3)).containsExactly(lost(3));
    assertThat(unread(60)).isEmpty();
    assertThat(read(61))
        .containsExactly(new Event.PeerChanged(at(61).at(), "ns1.west", Event.Reach.RETURNED, ""));
    assertThat(read(62)).isEmpty();
  }

  @Test
  void attemptsThatFailNowAndThen_areNoNews() {
    for (int second = 0; second < 20; second += 2) {
      assertThat(read(second)).isEmpty();
      assertThat(unread(second + 1)).isEmpty();
    }
  }

  @Test
  void nodeThatIsNotThereAtTheStart_isLostAfterThreeSeconds() {
    assertThat(unread(0)).isEmpty();
    assertThat(unread(3)).containsExactly(lost(3));
  }

  @Test
  void nodeThatIsNotReadAnyMore_isForgotten() {
    assertThat(unread(0)).isEmpty();
    assertThat(unread(3)).containsExactly(lost(3));
    assertThat(presence.changes(Map.of(), at(4))).isEmpty();
    assertThat(read(5)).isEmpty();
  }
}
