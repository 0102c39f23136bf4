package org.popdns.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.popdns.status.ExampleStatus;
import org.popdns.status.StatusJson;
import org.popdns.status.StatusReader;
import tools.jackson.databind.node.ObjectNode;

/** The status as operators read it. */
final class StatusTextTest {

  @Test
  void everythingThatThereMayBe_isSaid() {
    assertThat(new StatusText(ExampleStatus.NOON.plusSeconds(100)).render(ExampleStatus.ILL))
        .isEqualTo(
            """
            popdns 1.2.3, node ns1 at site east, serving for 1h1m
            NOT READY: one
            NOT READY: two
            FROZEN for 3m26s, 54s left, until 2026-01-01T12:01:06Z: the checker suspects itself
            canary tcp 203.0.113.1:179: down for 3m28s (no answer)
            answers on 192.0.2.53:53, [2001:db8::53]:53 (UDP by netty, 2 pinned workers each, \
            receive buffer 4096 KiB)
            UDP COSTS MORE than it could: no recvmmsg here
            configuration /etc/popdns/popdns.yaml, served for 3m21s
            THE FILES ARE NOT SERVED, but the stored configuration 7
            ZONE broken.example. is broken and answered SERVFAIL: not valid YAML
            A FILE IS LEFT OUT: is not read
            THE CONFIGURATION IS NOT STORED: the disk is full
            configurations stored: 1, the last 3m23s ago (zones: 3)
            the files were refused 3m22s ago: 3 errors
            places /etc/popdns/places.yaml: 3 prefixes, taken up 4m29s ago
            DATABASE /var/lib/GeoIP/country.mmdb CAN'T BE USED: no such file
            database /var/lib/GeoIP/country.mmdb (GeoLite2-Country, flat (country_code)): \
            continent, country of 1178901 networks, made 1d0h ago, read 3m29s ago
            DATABASE /var/lib/GeoIP/asn.mmdb CAN'T BE USED: no such file

            announcement images: draining for 1m1s (drained: kernel)
              HELD BY THE LAST-SITE GUARD: too few others
              THE LAST-SITE GUARD IS OVERRULED: announced without it: none
              drained by alice 59s ago, EVEN IF LAST, until 2026-01-01T14:00:09Z: kernel
              the last drain was refused: the last one
              198.51.100.0/24 announced, preference least
              2001:db8:53::/48 withdrawn, preference least
              DRAINS ARE NOT KEPT OVER A RESTART: drains can't be written
              THE HISTORY IS NOT KEPT OVER A RESTART: the history can't be written
            NOTIFICATIONS FAIL: receiver oncall (webhook): 41 delivered, 3 waiting, 1 refused, \
            2 dropped; NOT REACHED at 2026-01-01T12:01:00Z: status 503
              NOTIFICATIONS ARE NOT KEPT OVER A RESTART: notify can't be written

              NODE      ANNOUNCEMENT  ANNOUNCED  STATE   REASON
              ns1.west  images        yes        fit     fit
              ns2.west  -             -          unread  no connection (Connect)

              ZONE             SERIAL      NAMES
              example.com.     4294967295  3
              broken.example.  SERVFAIL    -

            cluster images: answered from east for 3m24s (own-site: this site has its minimum of \
            healthy hosts)
              east: 1 of 2 hosts healthy, 1 needed
              SITE  HOST  ADDRESS      STATUS       SINCE  LAST RESULT
              east  one   192.0.2.1    up (frozen)  3m25s  connection refused
              east  two   2001:db8::2  unknown      -      -

            record www.example.com. A:
              RULES  CLIENTS               POOL  REASON      SINCE  ADDRESSES
              1-3    EU, AF, 192.0.2.0/24  us    fallback    3m29s  198.51.100.1
              4      everybody             us    first-pool  3m30s  198.51.100.1
              rules 1-3: us 66.7 %, far 33.3 %
              rules 1-3: kept for 10 s at most (ttl-degraded: the answer is not what it is with all well)
              eu: 0 of 1 hosts healthy, 1 needed
              us: 1 of 1 hosts healthy, 1 needed; 500 of 500 to carry, 1000 with all well
              POOL  HOST          ADDRESS       STATUS  SINCE  LAST RESULT
              us    198.51.100.1  198.51.100.1  up      -      set in the file, not probed
            """);
  }

  @Test
  void allIsWell_isFewLines() {
    assertThat(new StatusText(ExampleStatus.NOON.plusSeconds(100)).render(ExampleStatus.WELL))
        .isEqualTo(
            """
            popdns 1.2.3, node ns1, serving for 0s
            ready
            answers on  (UDP by recvmmsg, 1 workers each, receive buffer 0 KiB)
            configuration popdns.yaml, served for 1m40s
            """);
  }

  @Test
  void poolBeyondWhatItCanCarry_isSaidToBe() {
    ObjectNode json = StatusJson.of(ExampleStatus.ILL);
    ((ObjectNode) json.at("/plans/0/pools/1")).put("load", 800);
    assertThat(new StatusText(ExampleStatus.NOON.plusSeconds(100)).render(StatusReader.read(json)))
        .contains(
            "us: 1 of 1 hosts healthy, 1 needed;"
                + " 800 of 500 to carry, 1000 with all well; BEYOND WHAT IT CAN CARRY\n");
  }

  @Test
  void serverOfAnEarlierVersion_tellsNoAges_soTheyAreByTheWallClocks() {
    ObjectNode json = StatusJson.of(ExampleStatus.ILL);
    ObjectNode announcement = json.withObject("/announcements/images");
    announcement.remove("ageSeconds");
    announcement.withObject("/drain").remove("ageSeconds");
    json.withObject("/configuration").remove("ageSeconds");
    json.withObject("/configuration/lastLoad").remove("ageSeconds");
    json.withObject("/checker").remove(List.of("ageSeconds", "leftSeconds"));
    ((ObjectNode) json.path("clusters").get(0)).remove("ageSeconds");
    assertThat(new StatusText(ExampleStatus.NOON.plusSeconds(100)).render(StatusReader.read(json)))
        .contains("announcement images: draining for 1m32s (drained: kernel)\n")
        .contains("  drained by alice 1m31s ago, EVEN IF LAST")
        .contains("FROZEN for 1m34s, until 2026-01-01T12:01:06Z: the checker suspects itself\n")
        .contains("configuration /etc/popdns/popdns.yaml, served for 1m38s\n")
        .contains("the files were refused 1m38s ago: 3 errors\n")
        .contains("cluster images: answered from east for 1m37s (own-site: ");
  }
}
