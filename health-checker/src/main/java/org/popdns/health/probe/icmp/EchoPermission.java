package org.popdns.health.probe.icmp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether Linux lets this process send ICMP echoes without privilege (icmp(7)): one of its groups
 * must lie in the range that a sysctl gives. Read from /proc, so that no socket is touched.
 */
public final class EchoPermission {
  private static final Path RANGE = Path.of("/proc/sys/net/ipv4/ping_group_range");
  private static final Path STATUS = Path.of("/proc/self/status");

  /** A process' status has some 1,500 bytes, and more with many groups. */
  private static final int READ_BYTES = 16 << 10;

  private EchoPermission() {}

  /** Why echoes are refused here; empty if they are not, or if that cannot be told. */
  public static Optional<String> obstacle() {
    try {
      return obstacle(read(RANGE), read(STATUS));
    } catch (IOException unknown) {
      return Optional.empty();
    }
  }

  /** By one read: a second one finds nothing more in what stands for a sysctl. */
  private static String read(Path file) throws IOException {
    byte[] buffer = new byte[READ_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      return new String(buffer, 0, Math.max(0, in.read(buffer)), StandardCharsets.US_ASCII);
    }
  }

  /** What is said where the kernel has refused. */
  public static String refused() {
    return obstacle()
        .orElse("the kernel refuses ICMP echo: see the sysctl net.ipv4.ping_group_range");
  }

  /**
   * The same of what the files say.
   *
   * @param range the least and the greatest group
   * @param status of the process, with its groups
   */
  static Optional<String> obstacle(String range, String status) {
    String[] bounds = range.strip().split("\\s+", -1);
    List<String> groups =
        status
            .lines()
            .flatMap(
                line -> {
                  String[] words = line.strip().split("\\s+", -1);
                  return switch (words[0]) {
                    // The effective one is the second of four.
                    case "Gid:" -> Stream.of(words[2]);
                    case "Groups:" -> Arrays.stream(words).skip(1);
                    default -> Stream.<String>empty();
                  };
                })
            .distinct()
            .toList();
    if (bounds.length != 2) {
      return Optional.empty();
    }
    long least = Long.parseLong(bounds[0]);
    long greatest = Long.parseLong(bounds[1]);
    boolean allowed =
        groups.stream()
            .mapToLong(Long::parseLong)
            .anyMatch(group -> least <= group && group <= greatest);
    return allowed
        ? Optional.empty()
        : Optional.of(
            "the kernel refuses ICMP echo: the sysctl net.ipv4.ping_group_range is \"%s %s\", and"
                    .formatted(bounds[0], bounds[1])
                + " this process's groups are "
                + String.join(" ", groups));
  }
}
