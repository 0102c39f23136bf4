package org.popdns.health.probe.icmp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EchoPermissionTest {
  private static final String STATUS =
      """
      Name:\tjava
      Uid:\t953\t953\t953\t953
      Gid:\t953\t953\t953\t953
      Groups:\t27 990\s
      Threads:\t20
      """;

  @Test
  void nobodysRange_isAnObstacle_withTheGroupsThatAsk() {
    assertThat(EchoPermission.obstacle("1\t0\n", STATUS))
        .contains(
            "the kernel refuses ICMP echo: the sysctl net.ipv4.ping_group_range is \"1 0\", and"
                + " this process's groups are 953 27 990");
  }

  @Test
  void rangeWithAnyOfTheGroups_isNone() {
    assertThat(EchoPermission.obstacle("0\t2147483647\n", STATUS)).isEmpty();
    assertThat(EchoPermission.obstacle("953\t953\n", STATUS)).isEmpty();
    assertThat(EchoPermission.obstacle("980\t1000\n", STATUS)).isEmpty();
    assertThat(EchoPermission.obstacle("28\t952\n", STATUS)).isPresent();
  }
}
