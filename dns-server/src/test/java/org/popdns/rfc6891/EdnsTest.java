package org.popdns.rfc6891;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.popdns.harness.Decoded;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.ServesExample;

final class EdnsTest extends ServesExample {

  private static final byte[] ROOT = {0};

  private static QueryBytes www() {
    return QueryBytes.of("www.example.com.", 1);
  }

  // §6.1.1, §7
  @Test
  void optRecord_isAnsweredWithOne_andOnlyThen() {
    Decoded decoded = udp(www().opt(4096));
    assertThat(decoded.message().getOPT().getPayloadSize()).isEqualTo(1232);
    assertThat(decoded.message().getOPT().getVersion()).isZero();
    assertThat(decoded.message().getOPT().getFlags()).isZero();
    assertThat(decoded.message().getOPT().getOptions()).isEmpty();
    assertThat(udp(www()).message().getOPT()).isNull();
  }

  // RFC 3225 §3: DO is copied, the other flags are zero.
  @Test
  void doFlag_isCopied() {
    Decoded decoded = udp(www().record(3, ROOT, 41, 1232, 0x0000_FFFFL));
    assertThat(decoded.message().getOPT().getFlags()).isEqualTo(0x8000);
  }

  // §6.1.3
  @Test
  void version_aboveZero_isABadVersion() {
    Decoded decoded = udp(www().record(3, ROOT, 41, 1232, 0x0001_8000L, 0, 3, 0, 0));
    assertThat(decoded.message().getRcode()).isEqualTo(16);
    assertThat(decoded.message().getOPT().getVersion()).isZero();
    assertThat(decoded.message().getOPT().getExtendedRcode()).isEqualTo(1);
    assertThat(decoded.message().getOPT().getOptions()).isEmpty();
    assertThat(decoded.answers()).isEmpty();
  }

  // §6.1.1
  @Test
  void twoOptRecords_areAFormatError() {
    Decoded decoded = udp(www().opt(1232).opt(1232));
    assertThat(decoded.rcode()).isEqualTo("FORMERR");
    assertThat(decoded.message().getOPT()).as("an OPT record to one that can't be read").isNull();
  }

  @Test
  void optRecord_ofAnOwnerOrInAnotherSection_isAFormatError() {
    assertThat(udp(www().record(3, new byte[] {1, 'a', 0}, 41, 1232, 0)).rcode())
        .isEqualTo("FORMERR");
    assertThat(udp(www().record(1, ROOT, 41, 1232, 0)).rcode()).isEqualTo("FORMERR");
  }

  // §6.1.2
  @Test
  void unknownOption_isIgnored() {
    Decoded decoded = udp(www().opt(1232, 0xFD, 0xE9, 0, 3, 1, 2, 3));
    assertThat(decoded.rcode()).isEqualTo("NOERROR");
    assertThat(decoded.answers()).hasSize(1);
    assertThat(decoded.message().getOPT().getOptions()).isEmpty();
  }

  @Test
  void optionBeyondTheRecord_isAFormatError() {
    assertThat(udp(www().opt(1232, 0, 3, 0, 9)).rcode()).isEqualTo("FORMERR");
  }

  @Test
  void refusalAndDenial_haveAnOptRecordToo() {
    assertThat(udp(QueryBytes.of("example.net.", 1).opt(1232)).message().getOPT()).isNotNull();
    assertThat(udp(QueryBytes.of("nx.example.com.", 1).opt(1232)).message().getOPT()).isNotNull();
  }

  @Test
  void optAsQuestion_isAFormatError() {
    assertThat(udp(QueryBytes.of("www.example.com.", 41)).rcode()).isEqualTo("FORMERR");
  }
}
