package org.popdns.cases;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.popdns.harness.Decoded;
import org.popdns.harness.DnsClient;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.SignatureBytes;
import org.xbill.DNS.Type;

/**
 * Questions and answers as text. A line {@code ? NAME TYPE} asks, with {@code signed} behind it in
 * a query with a TSIG record; below it stand rcode and flags, then the sections' records, sorted,
 * since addresses rotate.
 *
 * <pre>
 * ? www.example.com. A
 * NOERROR qr aa
 * answer www.example.com. 300 A 192.0.2.80
 * </pre>
 */
final class AnswerSheet {

  private static final String QUESTION = "? ";

  private AnswerSheet() {}

  /** The sheet with what a server answers to its questions. */
  static String filled(String sheet, DnsClient client) throws IOException {
    List<String> blocks = new ArrayList<>();
    for (String line : sheet.lines().filter(line -> line.startsWith(QUESTION)).toList()) {
      String[] words = line.substring(QUESTION.length()).split(" ", -1);
      QueryBytes query = QueryBytes.of(words[0], Type.value(words[1])).opt(1232);
      if (words.length > 2) {
        query.tsig(SignatureBytes.of("mon.", words[2]));
      }
      blocks.add(line + "\n" + text(client.udp(query)));
    }
    return String.join("\n", blocks);
  }

  private static String text(Decoded answer) {
    return answer.rcode()
        + " "
        + answer.flags()
        + "\n"
        + section("answer ", answer.answers())
        + section("authority ", answer.authorities())
        + section("additional ", answer.additionals())
        + section("option ", answer.message().getOPT() == null ? List.of() : answer.options());
  }

  private static String section(String name, List<String> records) {
    return records.stream()
        .sorted()
        .map(record -> name + record + "\n")
        .collect(Collectors.joining());
  }
}
