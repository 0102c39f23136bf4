package org.popdns.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.popdns.status.NodeStatus;
import tools.jackson.databind.json.JsonMapper;

/** Explanations as a terminal shows them. */
class ExplanationTextTest {

  /** Made by JUnit. */
  ExplanationTextTest() {}

  @Test
  void brokenZone_isNamedAsSuch() {
    assertThat(
            ExplanationText.render(
                JsonMapper.shared()
                    .readTree(
                        """
                        {"name": "www.example.com.", "type": "A", "zone": "example.com.", "serial": 7,
                         "broken": "zones/example.com.zone:3:7: A record must be an IPv4 address, not 'x'",
                         "match": "the name exists", "answer": "…"}
                        """)))
        .isEqualTo(
            """
            www.example.com. A
            zone example.com. serial 7
            the zone is broken and answered from its last good version: zones/example.com.zone:3:7: A record must be an IPv4 address, not 'x'
            the name exists

            …\
            """);
  }

  @Test
  void names_standAsPeopleWriteThemToo() {
    assertThat(
            ExplanationText.render(
                JsonMapper.shared()
                    .readTree(
                        """
                        {"name": "www.xn--kse-qla.", "type": "A", "zone": "xn--kse-qla.", "serial": 7,
                         "match": "the name exists", "answer": "…"}
                        """)))
        .isEqualTo(
            """
            www.xn--kse-qla. (www.käse.) A
            zone xn--kse-qla. (käse.) serial 7
            the name exists

            …\
            """);
  }

  @Test
  void brokenZone_standsAsPeopleWriteItToo() {
    assertThat(BrokenZoneText.of(new NodeStatus.BrokenZone("xn--kse-qla.", "servfail", "why")))
        .isEqualTo("zone xn--kse-qla. (käse.) is broken and answered SERVFAIL: why");
  }
}
