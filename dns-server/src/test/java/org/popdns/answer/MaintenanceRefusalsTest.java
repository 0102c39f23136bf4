package org.popdns.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.popdns.answer.Records.zone;
import static org.popdns.record.RecordType.AXFR;
import static org.popdns.record.RecordType.IXFR;
import static org.popdns.record.RecordType.SOA;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.SignatureBytes;

/** What those get who ask for transfers or changes of a zone, byte for byte. */
final class MaintenanceRefusalsTest {

  // example.com. of class IN, behind a type.
  private static final String NAME = "076578616d706c6503636f6d00";
  private static final String IN = "0001";

  private final TestWorker worker = zone("example.com.").serve(0);

  private String answer(QueryBytes query, Protocol protocol) {
    return HexFormat.of().formatHex(worker.answer(query.id(0xABCD).bytes(), protocol));
  }

  private static QueryBytes ask(int type) {
    return QueryBytes.of("example.com.", type).flags(0x0100);
  }

  @ParameterizedTest
  @EnumSource
  void transfer_isRefused(Protocol protocol) {
    assertThat(answer(ask(AXFR), protocol))
        .isEqualTo("abcd8105" + "0001000000000000" + NAME + "00fc" + IN);
    assertThat(answer(ask(IXFR), protocol))
        .isEqualTo("abcd8109" + "0001000000000000" + NAME + "00fb" + IN);
  }

  // RFC 8914 §4.19, §4.22
  @ParameterizedTest
  @EnumSource
  void transfer_withEdns_isToldWhy(Protocol protocol) {
    assertThat(answer(ask(AXFR).opt(1232), protocol))
        .isEqualTo(
            "abcd8105"
                + ("0001000000000001" + NAME + "00fc" + IN)
                + "00002904d0000000000006000f00020012");
    assertThat(answer(ask(IXFR).opt(1232), protocol))
        .isEqualTo(
            "abcd8109"
                + ("0001000000000001" + NAME + "00fb" + IN)
                + "00002904d0000000000006000f00020015");
  }

  // RFC 8945 §5.2.1
  @Test
  void transfer_thatIsSigned_isAnsweredAsOfAnUnknownKey() {
    SignatureBytes signature = SignatureBytes.of("key.", "hmac-sha256.");
    String axfr = answer(ask(AXFR).tsig(signature), Protocol.TCP_IPV4);
    assertThat(axfr)
        .startsWith("abcd8109" + "0001000000000001" + NAME + "00fc" + IN + "036b6579" + "0000fa");
    assertThat(answer(ask(IXFR).tsig(signature), Protocol.TCP_IPV4))
        .isEqualTo(axfr.replace(NAME + "00fc", NAME + "00fb"));
  }

  @Test
  void transfer_thatIsMalformed_orOfAnotherClass_isAnsweredAsOtherQueriesAre() {
    assertThat(answer(ask(AXFR).raw(0), Protocol.TCP_IPV4))
        .isEqualTo("abcd8101" + "0001000000000000" + NAME + "00fc" + IN);
    assertThat(answer(QueryBytes.of("example.com.", AXFR, 3).opt(1232), Protocol.TCP_IPV4))
        .isEqualTo(
            "abcd8005"
                + ("0001000000000001" + NAME + "00fc0003")
                + "00002904d0000000000006000f00020014");
  }

  // Each opcode but QUERY: the header alone.
  @ParameterizedTest
  @EnumSource
  void notifyAndUpdate_areNotImplemented(Protocol protocol) {
    for (int opcode = 1; opcode < 16; opcode++) {
      QueryBytes message = QueryBytes.of("example.com.", SOA).flags(opcode << 11 | 0x0410);
      assertThat(answer(message.opt(1232), protocol))
          .isEqualTo("abcd%04x0000000000000000".formatted(0x8014 | opcode << 11));
    }
  }

  @Test
  void refusals_areCounted() {
    answer(ask(AXFR), Protocol.UDP_IPV4);
    answer(ask(IXFR), Protocol.TCP_IPV6);
    answer(ask(SOA).flags(0x2000), Protocol.UDP_IPV4);
    WorkerCounters counters = worker.counters;
    assertThat(counters.requests(Protocol.UDP_IPV4, AXFR)).isEqualTo(1);
    assertThat(counters.responses(Protocol.UDP_IPV4, 5)).isEqualTo(1);
    assertThat(counters.requests(Protocol.TCP_IPV6, IXFR)).isEqualTo(1);
    assertThat(counters.responses(Protocol.TCP_IPV6, 9)).isEqualTo(1);
    assertThat(counters.requests(Protocol.UDP_IPV4, 0)).isEqualTo(1);
    assertThat(counters.responses(Protocol.UDP_IPV4, 4)).isEqualTo(1);
  }
}
