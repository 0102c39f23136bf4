package org.popdns.announce;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.popdns.admin.http.HttpGet;
import org.popdns.admin.http.HttpReply;
import org.popdns.config.model.IpPrefix;
import org.popdns.status.PeerPage;

class StatusListenerTest {

  private static final List<IpPrefix> ALLOW =
      List.of(
          new IpPrefix(InetAddress.ofLiteral("203.0.113.0"), 24),
          new IpPrefix(InetAddress.ofLiteral("2001:db8:ff::"), 64));

  private static HttpReply asks(String client, String path, List<IpPrefix> allow) {
    return StatusListener.page(
        new HttpGet(path, "", InetAddress.ofLiteral(client)),
        allow,
        () -> new PeerPage("east", "ns1", Map.of()));
  }

  @Test
  void whoIsAllowed_readsTheOnePage() {
    for (String client : List.of("203.0.113.9", "2001:db8:ff::9", "127.0.0.1", "::1")) {
      assertThat(asks(client, "/announcements", ALLOW))
          .isEqualTo(
              HttpReply.json(200, "{\"site\":\"east\",\"node\":\"ns1\",\"announcements\":{}}\n"));
    }
    assertThat(asks("203.0.113.9", "/status", ALLOW))
        .isEqualTo(HttpReply.text(404, "not here; there is:\n/announcements\n"));
  }

  @Test
  void whoIsNotAllowed_readsNothing() {
    HttpReply refusal =
        HttpReply.text(403, "not allowed: status.allow in popdns.yaml does not name you\n");
    for (String client : List.of("203.0.114.9", "2001:db8:fe::9", "198.51.100.1")) {
      assertThat(asks(client, "/announcements", ALLOW)).isEqualTo(refusal);
      assertThat(asks(client, "/", ALLOW)).isEqualTo(refusal);
    }
    assertThat(asks("203.0.113.9", "/announcements", List.of())).isEqualTo(refusal);
  }
}
