package org.popdns.config.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.popdns.config.probe.icmp.IcmpProbe;
import org.popdns.config.probe.tcp.TcpProbe;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;

final class EndpointTest {

  private static final Check.Timing TIMING =
      new Check.Timing(Duration.ofSeconds(2), Duration.ofSeconds(1), 2, 3);
  private static final Target NAME = new Target.Name(DomainName.parse("Origin.Example.NET."));

  @Test
  void text_saysWhereAndHow() {
    InetAddress address = InetAddress.ofLiteral("2001:db8:0::1");
    assertThat(new Endpoint(Check.of("web", TIMING, new TcpProbe(80)), address))
        .hasToString("2001:db8::1 (check web)");
    assertThat(new Endpoint(Check.of("icmp echo", TIMING, new IcmpProbe()), NAME))
        .hasToString("origin.example.net. (icmp echo)");
    assertThat(new Endpoint(Check.of("http://www.example.com/", TIMING, new TcpProbe(80)), NAME))
        .hasToString("origin.example.net. (http://www.example.com/)");
  }

  @Test
  void target_fitsItsTypesAlone() {
    Target ipv4 = new Target.Address(InetAddress.ofLiteral("192.0.2.1"));
    assertThat(ipv4.rdata(RecordType.A).orElseThrow()).containsExactly(192, 0, 2, 1);
    assertThat(ipv4.rdata(RecordType.AAAA)).isEmpty();
    assertThat(ipv4.rdata(RecordType.CNAME)).isEmpty();
    assertThat(NAME.rdata(RecordType.A)).isEmpty();
    assertThat(NAME.rdata(RecordType.CNAME).orElseThrow())
        .isEqualTo(DomainName.parse("origin.example.net.").toWire());
    assertThat(NAME.rdata(RecordType.DNAME)).isPresent();
  }
}
