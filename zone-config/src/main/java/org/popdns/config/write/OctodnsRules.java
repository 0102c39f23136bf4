package org.popdns.config.write;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.popdns.record.RdataText;
import org.popdns.record.RecordType;

/**
 * What octoDNS 1.22 takes: which types it has, and which records its validators refuse unless
 * {@code lenient} is set, though DNS has them. A record that gets {@code lenient} without need is
 * read all the same. Stateless.
 */
final class OctodnsRules {

  private static final Set<String> TYPES =
      Set.of(
          "A",
          "AAAA",
          "CAA",
          "CNAME",
          "DNAME",
          "DS",
          "HTTPS",
          "LOC",
          "MX",
          "NAPTR",
          "NS",
          "OPENPGPKEY",
          "PTR",
          "SPF",
          "SRV",
          "SSHFP",
          "SVCB",
          "TLSA",
          "TXT",
          "URI");

  private static final Pattern SERVICE_OWNER = Pattern.compile("(_[^.]+|\\*)\\.[^.]+.*");
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?\\.){2,}");
  private static final String LABEL_ENDS = "\\.";
  private static final int LONGEST_LABEL = 63;

  private OctodnsRules() {}

  /** True if octoDNS has the type. */
  static boolean hasType(RecordType type) {
    return TYPES.contains(type.mnemonic());
  }

  /**
   * True if the validators refuse the owner or a record.
   *
   * @param owner relative to the zone
   */
  static boolean refuse(String owner, RecordType type, List<byte[]> rdata) {
    return Arrays.stream(owner.split(LABEL_ENDS)).anyMatch(label -> label.length() > LONGEST_LABEL)
        || rdata.stream()
            .anyMatch(
                bytes ->
                    RdataText.fields(type, bytes)
                        .filter(f -> isRefused(owner, type, f))
                        .isPresent());
  }

  private static boolean isRefused(String owner, RecordType type, List<String> fields) {
    return switch (type.mnemonic()) {
      case "CNAME", "DNAME", "NS", "PTR" -> !HOST.matcher(fields.getFirst()).matches();
      case "MX" -> !isHostOrNone(fields.get(1));
      case "SRV" -> !SERVICE_OWNER.matcher(owner).matches() || !isHostOrNone(fields.get(3));
      case "URI" -> !SERVICE_OWNER.matcher(owner).matches();
      case "NAPTR" ->
          !Set.of("\"S\"", "\"A\"", "\"U\"", "\"P\"").contains(fields.get(2))
              || !isHostOrNone(fields.get(5));
      case "SSHFP" -> !isWithin(fields.get(0), 1, 4) || !isWithin(fields.get(1), 1, 2);
      case "TLSA" ->
          !isWithin(fields.get(0), 0, 3)
              || !isWithin(fields.get(1), 0, 1)
              || !isWithin(fields.get(2), 0, 2);
      case "SVCB", "HTTPS" ->
          !isHostOrNone(fields.get(1)) || (fields.get(0).equals("0") && !fields.get(2).isEmpty());
      default -> false;
    };
  }

  private static boolean isHostOrNone(String name) {
    return name.equals(".") || HOST.matcher(name).matches();
  }

  private static boolean isWithin(String number, int lowest, int highest) {
    int value = Integer.parseInt(number);
    return value >= lowest && value <= highest;
  }
}
