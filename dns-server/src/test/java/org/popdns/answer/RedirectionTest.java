package org.popdns.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.popdns.answer.Records.name;
import static org.popdns.answer.Records.txt;
import static org.popdns.answer.Records.zone;
import static org.popdns.record.RecordType.A;
import static org.popdns.record.RecordType.CNAME;
import static org.popdns.record.RecordType.DNAME;
import static org.popdns.record.RecordType.DS;
import static org.popdns.record.RecordType.NS;
import static org.popdns.record.RecordType.TXT;

import org.junit.jupiter.api.Test;
import org.popdns.harness.Decoded;
import org.popdns.harness.QueryBytes;

/** Chains of CNAME and DNAME records (RFC 1034 §3.6.2, RFC 6672). */
final class RedirectionTest {

  private static final byte[] DIGEST = {0, 1, 8, 2, 1, 2, 3, 4};

  @Test
  void chainBackThroughTheSameDname_holdsItOnce() {
    TestWorker worker =
        zone("example.com.")
            .add("d", DNAME, 60, name("target.example.com."))
            .add("back.target", CNAME, 60, name("www.d.example.com."))
            .add("www.target", TXT, 60, txt("www"))
            .serve(0);
    assertThat(worker.udp(QueryBytes.of("back.d.example.com.", TXT)).answers())
        .containsExactly(
            "d.example.com. 60 DNAME target.example.com.",
            "back.d.example.com. 60 CNAME back.target.example.com.",
            "back.target.example.com. 60 CNAME www.d.example.com.",
            "www.d.example.com. 60 CNAME www.target.example.com.",
            "www.target.example.com. 60 TXT www");
  }

  @Test
  void loopThroughADname_holdsEachLinkOnce() {
    TestWorker worker =
        zone("example.com.")
            .add("d", DNAME, 60, name("target.example.com."))
            .add("a.target", CNAME, 60, name("b.d.example.com."))
            .add("b.target", CNAME, 60, name("a.d.example.com."))
            .serve(0);
    Decoded decoded = worker.udp(QueryBytes.of("a.d.example.com.", A));
    assertThat(decoded.rcode()).isEqualTo("NOERROR");
    assertThat(decoded.answers())
        .containsExactly(
            "d.example.com. 60 DNAME target.example.com.",
            "a.d.example.com. 60 CNAME a.target.example.com.",
            "a.target.example.com. 60 CNAME b.d.example.com.",
            "b.d.example.com. 60 CNAME b.target.example.com.",
            "b.target.example.com. 60 CNAME a.d.example.com.");
  }

  @Test
  void dsAtTheEndOfACname_isAnsweredFromTheParentsSide() {
    TestWorker worker =
        zone("example.com.")
            .add("alias", CNAME, 60, name("cut.example.com."))
            .add("cut", NS, 60, name("ns.test."))
            .add("cut", DS, 60, DIGEST)
            .add("alias2", CNAME, 60, name("bare.example.com."))
            .add("bare", NS, 60, name("ns.test."))
            .serve(0);
    Decoded decoded = worker.udp(QueryBytes.of("alias.example.com.", DS));
    assertThat(decoded.answers())
        .containsExactly(
            "alias.example.com. 60 CNAME cut.example.com.",
            "cut.example.com. 60 DS 1 8 2 01020304");
    assertThat(decoded.authorities()).isEmpty();
    assertThat(worker.udp(QueryBytes.of("alias2.example.com.", DS)).authorities())
        .containsExactly("example.com. 300 SOA ns.test. hostmaster.test. 7 256 256 256 300");
    assertThat(worker.udp(QueryBytes.of("alias.example.com.", A)).authorities())
        .containsExactly("cut.example.com. 60 NS ns.test.");
  }

  @Test
  void longNames_areCompressedIntoTheSmallestResponse() {
    String label = "l".repeat(63);
    String owner = label + "." + label + "." + label + ".example.com.";
    TestWorker worker = zone("example.com.").add(owner, DNAME, 60, name("x.example.com.")).serve(0);
    Decoded decoded = worker.udp(QueryBytes.of("a." + owner, A));
    assertThat(decoded.truncated()).isFalse();
    assertThat(decoded.rcode()).isEqualTo("NXDOMAIN");
    assertThat(decoded.lengthBytes()).isLessThan(512);
    assertThat(decoded.answers())
        .containsExactly(
            owner + " 60 DNAME x.example.com.", "a." + owner + " 60 CNAME a.x.example.com.");
  }

  @Test
  void deepestName_isAnsweredWithItsLabels() {
    String labels = "d.".repeat(118);
    TestWorker worker =
        zone("example.com.")
            .add("e", DNAME, 60, name("f.example.com."))
            .add("*.f", TXT, 60, txt("wild"))
            .serve(0);
    assertThat(worker.udp(QueryBytes.of(labels + "e.example.com.", TXT).opt(1232)).answers())
        .containsExactly(
            "e.example.com. 60 DNAME f.example.com.",
            labels + "e.example.com. 60 CNAME " + labels + "f.example.com.",
            labels + "f.example.com. 60 TXT wild");
  }
}
