package org.popdns.config.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.config.problem.ProblemLog;
import org.popdns.config.tree.SourceFile;
import org.popdns.name.DomainName;

/** The fast reader comes to what the careful one comes to, or leaves the file to it. */
final class PlainMasterFileTest {

  private static final DomainName ORIGIN = DomainName.parse("example.com.");
  private static final Path FILE = Path.of("example.com.zone");
  private static final String HEAD =
      """
      $TTL 1h
      @ IN SOA ns1 hostmaster (
        7 ; serial
        7200 900 1209600 300 )
      @ NS ns1
      ns1 A 192.0.2.53
      """;

  private static final int FILES = 30_000;
  private static final List<String> OWNERS =
      List.of(
          "@",
          "www",
          "WWW",
          "",
          "",
          "a.b",
          "b",
          "*.w",
          "w",
          "sub",
          "ns1.sub",
          "x.sub",
          "ns1",
          "mail",
          "cdn",
          "cdn2",
          "_sip._tcp",
          "a_b",
          "-x",
          "*",
          "*.sub",
          "a.*.b",
          "example.com",
          "www.example.com.",
          "other.net.",
          "1.2.3.4",
          "www.example.com",
          "EXAMPLE.com.",
          ".",
          "x..y",
          "a\\.b",
          "\\097",
          "x\\ y",
          "\\.",
          "a\\");
  private static final List<String> RDATA =
      List.of(
          "A 192.0.2.1",
          "A 192.0.2.2",
          "A 192.0.2.02",
          "a 192.0.2.3",
          "A 192.0.2",
          "A 1.2.3.256",
          "AAAA 2001:db8::1",
          "AAAA ::192.0.2.1",
          "AAAA 2001:db8::x",
          "AAAA 2001:DB8:0::1",
          "NS ns1",
          "NS ns1.sub",
          "NS ns.other.net.",
          "NS missing",
          "NS mail",
          "CNAME www",
          "CNAME cdn2",
          "CNAME cdn",
          "CNAME other.net.",
          "CNAME missing",
          "CNAME @",
          "MX 10 mail",
          "MX 10 www",
          "MX 0 .",
          "MX 010 mail",
          "MX 65536 mail",
          "MX 10 1.2.3.4.",
          "SRV 0 5 5060 www",
          "SRV 0 0 0 .",
          "TXT \"a b\" c",
          "TXT \"a;b\"",
          "TXT a\\b",
          "TXT \"a\\;b\"",
          "CNAME a\\.b",
          "TXT \\300",
          "TXT \"a\\\"b\"",
          "TXT \"\"",
          "PTR www",
          "CAA 0 issue \"ca.example.net\"",
          "DS 1 8 2 " + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
          "DNAME other.net.",
          "TYPE65280 \\# 1 00",
          "SOA ns1 hostmaster 8 7200 900 1209600 300",
          "HTTPS 1 . alpn=h2",
          "RRSIG A 8 2 60 20300101000000 20200101000000 1 @ AAAA",
          "FOO x",
          "LOC 52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m",
          "A",
          "");
  private static final List<String> MIDDLES =
      List.of(
          " ",
          " ",
          "\t",
          " IN ",
          " 60 ",
          " 60 IN ",
          " IN 60 ",
          " in 1h ",
          " 1h30m ",
          " 3000000000 ",
          " 700000 ",
          " CH ",
          " IN IN ",
          " 60 60 ",
          " ( ",
          " ; ");
  private static final List<String> ENDS =
      List.of("\n", "\n", "\n", "\r\n", " ; comment\n", " )\n", "\r", "\n\n", "  \n", " \u00e9\n");
  private static final List<String> DIRECTIVES =
      List.of(
          "$TTL 60\n",
          "$ORIGIN sub\n",
          "$ORIGIN example.com.\n",
          "$ORIGIN net.\n",
          "$TTL x\n",
          "$INCLUDE x\n",
          "$GENERATE 1-2 a A 1.2.3.4\n",
          "\uFEFF");

  private static Optional<Zone> plain(String text) {
    return PlainMasterFile.read(text.getBytes(StandardCharsets.UTF_8), FILE, ORIGIN);
  }

  private static Optional<Zone> careful(String text, ProblemLog log) {
    return SourceFile.decode(FILE, text.getBytes(StandardCharsets.UTF_8), log)
        .flatMap(
            problems ->
                new ZoneAssembly(Optional.empty(), Optional.empty())
                    .assemble(MasterFile.read(problems, ORIGIN)));
  }

  /** True if the fast reader took the file. */
  private static boolean agree(String text) {
    Optional<Zone> plain = plain(text);
    if (plain.isEmpty()) {
      return false;
    }
    ProblemLog log = new ProblemLog();
    Zone careful = careful(text, log).orElseThrow();
    assertThat(log.sorted()).as(text).isEmpty();
    assertThat(plain.get().hasSameData(careful)).as(text).isTrue();
    assertThat(plain.get().recordSets().stream().map(RecordSet::position))
        .as(text)
        .isEqualTo(careful.recordSets().stream().map(RecordSet::position).toList());
    return true;
  }

  @Test
  void anyFile_isReadAsTheCarefulReaderDoes_orLeftToIt() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int taken = 0;
    for (int i = 0; i < FILES; i++) {
      StringBuilder text = new StringBuilder(HEAD);
      // Few odd things at a time, so that many files are taken.
      double odd = random.nextInt(4) / 10.0;
      for (int lines = random.nextInt(8); lines > 0; lines--) {
        if (random.nextDouble() < odd / 3) {
          text.append(any(DIRECTIVES, 1, random));
        }
        text.append(any(OWNERS, odd, random))
            .append(any(MIDDLES, odd, random))
            .append(any(RDATA, odd, random))
            .append(any(ENDS, odd, random));
      }
      try {
        taken += agree(text.toString()) ? 1 : 0;
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ":\n" + text, e);
      }
    }
    assertThat(taken).as("files that were taken").isBetween(FILES / 20, FILES * 19 / 20);
  }

  private static String any(List<String> words, double odd, Random random) {
    return words.get(random.nextInt(random.nextDouble() < odd ? words.size() : words.size() / 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "www A 192.0.2.1\n    A 192.0.2.2\n    AAAA 2001:db8::1\n",
        "www 60 IN A 192.0.2.1",
        "*.w A 192.0.2.1\nmail.deep.below A 192.0.2.2\n@ MX 10 mail.deep.below\n",
        "sub NS ns1.sub\nns1.sub A 192.0.2.1\nsub2 NS ns.other.net.\n",
        "a CNAME b\nb CNAME ns1\nc CNAME other.net.\n",
        "$ORIGIN sub.example.com.\nx A 192.0.2.1\n$ORIGIN example.com.\ny TXT \"a ; b\" c ; d\n",
        "www TXT \"v=DKIM1\\; k=rsa\" \\065\na\\.b TXT x\nc CNAME a\\.b\n\\097 MX 10 ns1\n",
        "www 1h30m A 192.0.2.1 ; gr\u00fc\u00dfe \uD83D\uDE00\n",
        "@ CAA 0 issue \"ca.example.net\"\n_sip._tcp SRV 0 5 5060 ns1\n@ HTTPS 1 . alpn=h2\n",
        """
        sub NS ns.other.net.
        sub DS 1 8 2 (
          0123456789abcdef0123456789abcdef ; half of it
          0123456789abcdef0123456789abcdef )
        """
      })
  void commonFile_isTaken(String records) {
    assertThat(agree(HEAD + records)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "www A 192.0.2.1\nwww 60 A 192.0.2.2\n",
        "www A 192.0.2.1\nWWW A 192.0.2.1\n",
        "www CNAME ns1\nwww A 192.0.2.1\n",
        "@ MX 10 missing\n",
        "www.example.com A 192.0.2.1\n",
        "a.*.b A 192.0.2.1\n",
        "a_b A 192.0.2.1\n",
        "www 700000 A 192.0.2.1\n",
        "sub NS ns.other.net.\nx.sub A 192.0.2.1\n",
        "x\\000y TXT a\n",
        "a\\*b TXT a\n",
        "www A 192.0.2.1 \u00e9\n",
        "www A 192.0.2.1 ; \u0085\n",
        "www A 192.0.2.1 ; \uFEFF\n",
        "$INCLUDE other.inc\n",
        "www A 192.0.2.1 (\n"
      })
  void whatThereIsSomethingToSayOf_isLeftToTheCarefulReader(String records) {
    assertThat(plain(HEAD + records)).isEmpty();
  }

  @Test
  void fileWithoutSoa_isLeftToTheCarefulReader() {
    assertThat(plain("$TTL 60\n@ NS ns1\nns1 A 192.0.2.53\n")).isEmpty();
    assertThat(plain("")).isEmpty();
  }

  @Test
  void manyNamesInAnyOrder_areSortedAsTheCarefulReaderSortsThem() {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder(HEAD);
    IntStream.range(0, 70_000)
        .map(i -> (int) (i * 2_654_435_761L & 0xffff_ffffL) >>> 3)
        .forEach(
            number ->
                text.append(random.nextBoolean() ? "a." : "")
                    .append(Integer.toString(number, 36))
                    .append(random.nextBoolean() ? ".long-label-in-common" : "")
                    .append(" A 192.0.2.1\n"));
    assertThat(agree(text.toString())).isTrue();
  }
}
