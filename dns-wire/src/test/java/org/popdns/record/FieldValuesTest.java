package org.popdns.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.popdns.name.DomainName;

/**
 * Values at the edges of fields. What two of BIND, NSD and Knot refuse is an error, all else is
 * read, with a doubt where there is one; exceptions are few, and listed in docs/deviations.md.
 */
final class FieldValuesTest {

  private static final byte[] ORIGIN = DomainName.parse("example.com.").toWire();

  /**
   * A line of the list.
   *
   * @param others what BIND, NSD and Knot do
   * @param expected what popdns does
   */
  private record Value(String others, String expected, String type, String text) {

    static Value of(String line) {
      String[] parts = line.split(" +", 3);
      String[] typeAndText = (parts[2] + " ").split(" ", 2);
      return new Value(parts[0], parts[1], typeAndText[0], typeAndText[1].strip());
    }

    String outcome() {
      RdataReader reader = new RdataReader();
      RecordType recordType = RecordTypes.byMnemonic(type).orElseThrow();
      if (!reader.read(recordType, TextWords.of(text), 0, ORIGIN)) {
        assertThat(reader.problem()).isNotEmpty();
        return "refused";
      }
      return reader.doubt().isPresent() ? "warned" : "loaded";
    }

    boolean isExpectedOfTwo() {
      boolean isRefused = expected.startsWith("refused");
      long refusing = others.chars().filter(c -> c == '-').count();
      return refusing >= 2 ? isRefused : !isRefused || others.contains(".");
    }
  }

  private static List<Value> values() {
    try (InputStream in =
        Objects.requireNonNull(FieldValuesTest.class.getResourceAsStream("/field-values.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Value::of)
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void eachValue_isReadOrRefused_asListed() {
    assertThat(values())
        .hasSizeGreaterThan(1000)
        .allSatisfy(
            value ->
                assertThat(value.outcome())
                    .as(value.toString())
                    .isEqualTo(value.expected().replace("*", "")));
  }

  @Test
  void whatTwoRefuse_isRefused_andNothingElse_butForWhatIsMarked() {
    assertThat(values())
        .allSatisfy(
            value ->
                assertThat(value.expected().endsWith("*"))
                    .as(value.toString())
                    .isNotEqualTo(value.isExpectedOfTwo()));
  }

  @Test
  void theMarkedOnes_areOfTheseTypes() {
    TreeSet<String> loaded = new TreeSet<>();
    TreeSet<String> refused = new TreeSet<>();
    for (Value value : values()) {
      if (value.expected().endsWith("*")) {
        (value.expected().startsWith("refused") ? refused : loaded).add(value.type());
      }
    }

    assertThat(loaded)
        .containsExactly(
            "CDS", "CSYNC", "DNSKEY", "DS", "KEY", "NS", "PTR", "SVCB", "TLSA", "URI", "ZONEMD");
    assertThat(refused).containsExactly("APL", "CAA", "LOC", "NS", "PTR", "SVCB", "TXT");
  }

  @Test
  void expressionOfNaptr_isDoubted_withItsReason() {
    RecordType naptr = RecordTypes.byNumber(RecordType.NAPTR);
    RdataReader reader = new RdataReader();
    List<String> doubts =
        List.of("!a!b", "!a", "1a1b1", "!a!b!x", "!(a!b!", "!(a)!\\\\2!", "!(a)!\\\\1!").stream()
            .map(
                expression -> {
                  String text = "1 1 \"u\" \"E2U+sip\" \"" + expression + "\" .";
                  assertThat(reader.read(naptr, TextWords.of(text), 0, ORIGIN)).isTrue();
                  return reader.doubt().orElse("");
                })
            .toList();

    assertThat(doubts)
        .containsExactly(
            "NAPTR regexp lacks the delimiter that ends its replacement, such as in"
                + " !pattern!replacement!; BIND refuses the zone",
            "NAPTR regexp lacks the delimiter that ends its pattern, such as in"
                + " !pattern!replacement!; BIND refuses the zone",
            "NAPTR regexp begins with a backslash, a digit or 'i', none of which can be its"
                + " delimiter; BIND refuses the zone",
            "NAPTR regexp has flags other than 'i' behind its last delimiter; BIND refuses the"
                + " zone",
            "NAPTR regexp has a pattern that is no POSIX extended regular expression; BIND refuses"
                + " the zone",
            "NAPTR regexp has \\2 in its replacement, and no such group in its pattern; BIND"
                + " refuses the zone",
            "");
  }
}
