package org.popdns.config.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A master file is bytes (RFC 1035 §5.1). */
class MasterFileBytesTest {

  private static final String HEAD =
      "$TTL 60\n@ SOA ns hostmaster 1 7200 900 1209600 300\n@ NS ns\nns A 192.0.2.53\n";

  @TempDir Path folder;

  private MasterZones.Read read(String latin1) throws IOException {
    return new MasterZones(folder).read(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  private MasterZones.Read readUtf8(String text) throws IOException {
    return new MasterZones(folder).read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void utf8InText_goesOutAsItIs() throws IOException {
    MasterZones.Read read = readUtf8(HEAD + "note TXT \"1200 ▼ – café\" ünquoted\n");

    assertThat(read.records())
        .containsExactly(
            "note 60 TXT \"1200 \\226\\150\\188 \\226\\128\\147 caf\\195\\169\""
                + " \"\\195\\188nquoted\"");
    assertThat(read.problems()).isEmpty();
  }

  @Test
  void anyByteInAComment_isNobodysBusiness() throws IOException {
    MasterZones.Read read =
        read("; \u00e9\u0000\u0001\u007f\n" + HEAD + "www A 192.0.2.80 ; \u00ff");

    assertThat(read.records()).containsExactly("www 60 A 192.0.2.80");
    assertThat(read.problems()).isEmpty();
  }

  @Test
  void bytesAbove127_standInNames() throws IOException {
    MasterZones.Read read = read(HEAD + "caf\u00e9 MX 1 ns.\u00ff.example.net.\nCAF\u00e9 TXT x\n");

    assertThat(read.records())
        .containsExactly("caf\\233 60 MX 1 ns.\\255.example.net.", "CAF\\233 60 TXT \"x\"");
  }

  @Test
  void problemBesideBytesThatAreNoUtf8_isShown() throws IOException {
    assertThat(read(HEAD + "caf\u00e9 TXT \u00e9 \"\u00e9\u00a0\" \"open\n").problems())
        .isEqualTo(
            """
            z.zone:5:16: error: this quote is not closed on its line
            caf\\233 TXT \\233 "\\233\\160" "open
                                        ^~~~~
            """);
  }

  @Test
  void controlCharacters_areBytesOfATextAsWell() throws IOException {
    assertThat(read(HEAD + "www TXT \"a\u0000\u0001\u007fb\"\n").records())
        .containsExactly("www 60 TXT \"a\\000\\001\\127b\"");
  }

  @Test
  void linesEndInLf_crLf_cr_orTheFile() throws IOException {
    for (String end : new String[] {"\n", "\r\n", "\r"}) {
      MasterZones.Read read = read((HEAD + "www A 192.0.2.1\nwww A 192.0.2.1").replace("\n", end));

      assertThat(read.records()).containsExactly("www 60 A 192.0.2.1");
      assertThat(read.problems())
          .isEqualTo(
              """
              z.zone:6:5: warning: the same A record stands here twice; it counts once
              www A 192.0.2.1
                  ^
              """);
    }
  }

  @Test
  void byteOrderMark_isPassedOver() throws IOException {
    MasterZones.Read read = readUtf8("\ufeff" + HEAD + "www A 192.0.2.1\n");

    assertThat(read.records()).containsExactly("www 60 A 192.0.2.1");
    assertThat(read.problems())
        .startsWith(
            "z.zone:1:1: warning: the file begins with a byte order mark, which other nameservers"
                + " refuse\n");
  }

  @Test
  void quotesMakeOneWord_ofNamesToo() throws IOException {
    assertThat(read(HEAD + "\"a b\" TXT \"c\"\"d\"e\"f;g\"\n").records())
        .containsExactly("a\\032b 60 TXT \"c\" \"d\" \"e\" \"f;g\"");
  }

  @Test
  void manyProblems_areCounted() throws IOException {
    String problems = read(HEAD + "www A x\n".repeat(1500)).problems();

    assertThat(problems).contains("z.zone:53:7: error: ").contains("and 951 more problems");
    assertThat(problems).startsWith("z.zone: error: 500 more problems are left out\n");
  }

  @Test
  void oddFiles_neverFail() throws IOException {
    Random random = new Random(7);
    String[] pieces = {
      "www",
      " ",
      "\t",
      "\n",
      "(",
      ")",
      "\"",
      "\\",
      ";",
      "$TTL 1h\n",
      "$ORIGIN a\n",
      "A",
      "IN",
      "192.0.2.1",
      "TXT",
      "\\046",
      "\\#",
      "4",
      "c0000201",
      "@",
      "*",
      ".",
      "\u00e9",
      "\u0000",
      "MX",
      "10",
      "CNAME",
      "$GENERATE 1-3 a$ A 192.0.2.$\n",
      "$INCLUDE x\n",
      "NS",
      "DNAME",
      "SOA",
      "-1",
      "[AGE:1]",
      "#",
      "\r",
      "RRSIG",
      "\\$",
      "${1}",
      "$$",
      "TYPE1",
      "CLASS1",
      "300/60",
      "x:",
      "---"
    };
    for (int i = 0; i < 3000; i++) {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      if (i % 2 == 0) {
        file.writeBytes(HEAD.getBytes(StandardCharsets.US_ASCII));
      }
      for (int left = random.nextInt(30); left > 0; left--) {
        file.writeBytes(
            pieces[random.nextInt(pieces.length)].getBytes(StandardCharsets.ISO_8859_1));
        file.write(random.nextInt(3) == 0 ? '\n' : ' ');
      }
      MasterZones.Read read = new MasterZones(folder).read(file.toByteArray());

      assertThat(read.zone().isPresent() || read.problems().contains("error:")).isTrue();
    }
  }
}
