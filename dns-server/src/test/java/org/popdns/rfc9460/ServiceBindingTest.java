package org.popdns.rfc9460;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.popdns.harness.Decoded;
import org.popdns.harness.ServesZone;
import org.popdns.record.RecordType;

final class ServiceBindingTest extends ServesZone {

  ServiceBindingTest() {
    super(
        Map.of(
            "example.com.zone",
            """
            $ORIGIN example.com.
            $TTL 300
            @       IN SOA ns1 hostmaster 1 7200 900 1209600 300
            @       IN NS  ns1
            ns1     IN A   192.0.2.53
            @       IN HTTPS 0 svc
            svc     IN HTTPS 1 . alpn=h2
            svc     IN HTTPS 2 backup alpn=h2
            svc     IN A   192.0.2.1
            svc     IN AAAA 2001:db8::1
            backup  IN A   192.0.2.2
            off     IN HTTPS 0 .
            off     IN A   192.0.2.3
            ring    IN SVCB 0 ring2
            ring2   IN SVCB 0 ring
            ring2   IN A   192.0.2.4
            away    IN HTTPS 1 www.example.net.
            *.any   IN HTTPS 1 .
            *.any   IN A   192.0.2.5
            toname  IN CNAME svc
            """));
  }

  // §4.1: an alias's target with its records, and what these lead to.
  @Test
  void alias_bringsItsTargetsRecordsAndAddresses() {
    Decoded decoded = ask("example.com.", RecordType.HTTPS);
    assertThat(decoded.answers()).containsExactly("example.com. 300 HTTPS 0 svc.example.com.");
    assertThat(decoded.additionals())
        .containsExactlyInAnyOrder(
            "svc.example.com. 300 HTTPS 1 . alpn=h2",
            "svc.example.com. 300 HTTPS 2 backup.example.com. alpn=h2",
            "svc.example.com. 300 A 192.0.2.1",
            "svc.example.com. 300 AAAA 2001:db8:0:0:0:0:0:1",
            "backup.example.com. 300 A 192.0.2.2");
  }

  // §2.5.2: "." in ServiceMode is the owner.
  @Test
  void service_bringsTheOwnersAddresses_andThoseOfOtherTargets() {
    assertThat(ask("svc.example.com.", RecordType.HTTPS).additionals())
        .containsExactlyInAnyOrder(
            "svc.example.com. 300 A 192.0.2.1",
            "svc.example.com. 300 AAAA 2001:db8:0:0:0:0:0:1",
            "backup.example.com. 300 A 192.0.2.2");
    assertThat(ask("toname.example.com.", RecordType.HTTPS).additionals())
        .contains("svc.example.com. 300 A 192.0.2.1");
  }

  // §2.5.1: an alias to "." says that there is no service.
  @Test
  void aliasToTheRoot_bringsNothing() {
    Decoded decoded = ask("off.example.com.", RecordType.HTTPS);
    assertThat(decoded.answers()).hasSize(1);
    assertThat(decoded.additionals()).isEmpty();
  }

  @Test
  void aliasesInARing_areEachThereOnce() {
    assertThat(ask("ring.example.com.", RecordType.SVCB).additionals())
        .containsExactlyInAnyOrder(
            "ring2.example.com. 300 SVCB 0 ring.example.com.",
            "ring.example.com. 300 SVCB 0 ring2.example.com.",
            "ring2.example.com. 300 A 192.0.2.4");
  }

  @Test
  void targetOutOfTheZone_bringsNothing() {
    assertThat(ask("away.example.com.", RecordType.HTTPS).additionals()).isEmpty();
  }

  @Test
  void wildcardsOwner_isTheNameAsked() {
    assertThat(ask("x.any.example.com.", RecordType.HTTPS).additionals())
        .containsExactly("x.any.example.com. 300 A 192.0.2.5");
  }
}
