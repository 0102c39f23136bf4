package org.popdns.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KernelDropsTest {

  private static final String UDP =
      """
         sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
        101: 0100007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 1 2 0000000000000000 7
        102: 0100007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 2 2 0000000000000000 30
        103: 0100007F:0036 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 3 2 0000000000000000 500
        104: 3564 rubbish
        105: 00000000:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 4 2 0000000000000000 900
      """;
  private static final String UDP6 =
      """
        sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
       12: B80D0120000000000000000053000000:0035 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 5 2 0000000000000000 4000
      """;

  private static InetSocketAddress address(String host) {
    return new InetSocketAddress(host, 53);
  }

  @Test
  void drops_areThoseOfOurSockets(@TempDir Path procNet) throws IOException {
    Assumptions.assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN);
    Files.writeString(procNet.resolve("udp"), UDP);
    Files.writeString(procNet.resolve("udp6"), UDP6);
    assertThat(new KernelDrops(procNet, List.of(address("127.0.0.1"))).count()).isEqualTo(37);
    assertThat(new KernelDrops(procNet, List.of(address("2001:db8::53:0:0"))).count()).isZero();
    assertThat(
            new KernelDrops(procNet, List.of(address("127.0.0.1"), address("2001:db8::53")))
                .count())
        .isEqualTo(4037);
    assertThat(new KernelDrops(procNet, List.of()).count()).isZero();
  }

  @Test
  void systemWithoutTheTables_hasNone(@TempDir Path procNet) throws IOException {
    assertThat(new KernelDrops(procNet, List.of(address("127.0.0.1"))).count()).isZero();
  }
}
