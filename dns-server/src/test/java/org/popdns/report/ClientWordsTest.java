package org.popdns.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.ClientCondition;
import org.popdns.config.model.Geo;
import org.popdns.config.model.IpPrefix;
import org.popdns.config.model.PoolOrder;
import org.popdns.config.model.SteeringRule;

final class ClientWordsTest {

  private static final ClientCondition EUROPE =
      new ClientCondition(
          List.of(
              new Geo("EU", Optional.empty(), Optional.empty()),
              new Geo("NA", Optional.of("US"), Optional.of("CA"))),
          List.of(new IpPrefix(InetAddress.ofLiteral("2001:db8::"), 32)),
          List.of(64500L));

  @Test
  void parts_areNamedInTheirOrder() {
    assertThat(ClientWords.of(EUROPE)).isEqualTo("EU, NA-US-CA, 2001:db8::/32, AS64500");
    assertThat(ClientWords.of(ClientCondition.EVERYBODY)).isEqualTo("everybody");
  }

  @Test
  void rulesByDistance_areSaidToBe() {
    SteeringRule everybody =
        new SteeringRule(Set.of(), ClientCondition.EVERYBODY, List.of("a", "b"));
    assertThat(ClientWords.ofRules(List.of(everybody))).isEqualTo("everybody");
    assertThat(ClientWords.ofRules(List.of(everybody.by(PoolOrder.NEAREST))))
        .isEqualTo("everybody, by distance");
  }

  @Test
  void rulesForManyClients_areCut() {
    ClientCondition many =
        new ClientCondition(List.of(), List.of(), LongStream.rangeClosed(1, 10).boxed().toList());
    assertThat(ClientWords.briefly(List.of(EUROPE, ClientCondition.EVERYBODY)))
        .isEqualTo("EU, NA-US-CA, 2001:db8::/32, AS64500, everybody");
    assertThat(ClientWords.briefly(List.of(EUROPE, many)))
        .isEqualTo("EU, NA-US-CA, 2001:db8::/32, AS64500, AS1 and 9 more");
  }
}
