package org.popdns.config.zone;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Span;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.record.RecordTypes;

/**
 * What other software has in its zone files and popdns has otherwise: of each kind, one problem
 * says what to write instead, however often it occurs. Used by the one thread that loads the zone.
 */
final class ForeignForms {

  private static final Pattern TWO_TTLS = Pattern.compile("[0-9]+/[0-9]+");
  private static final Pattern AUTOMATIC_HINT = Pattern.compile("(?i)ipv[46]hint=auto");
  private static final Pattern TINYDNS = Pattern.compile("[.&=+@'^CZ%36S-][^:\\s]*:[^\\s]*");
  private static final Set<String> STATEMENTS =
      Set.of(
          "acl",
          "controls",
          "include",
          "key",
          "logging",
          "masters",
          "options",
          "primaries",
          "server",
          "statistics-channels",
          "view",
          "zone");
  private static final int MOST_COMMENTS = 1000;

  /** The kinds, with what is said of each. */
  private enum Kind {
    SIGNED(
        "the zone is signed, and popdns does not serve signatures yet: serve it unsigned, without"
            + " the DS records in its parent; ldns-read-zone FILE | awk '$4 !~"
            + " /^(RRSIG|NSEC.*|C?DNSKEY|CDS|ZONEMD)$/' writes it so"),
    DYNAMIC_ADDRESS(
        "this is gdnsd's: addresses that depend on health or place come from a cluster, in a zone"
            + " in YAML, as 'type: A, cluster: NAME'"),
    DYNAMIC_NAME(
        "this is gdnsd's: popdns steers addresses, not names; write a CNAME record, or in a zone in"
            + " YAML addresses of a cluster"),
    TWO_TTLS(
        "a record has one TTL: that of a cluster's addresses does not change with health as"
            + " gdnsd's does"),
    ALIAS(
        "popdns asks nobody for addresses: write the A and AAAA records that the name leads to, or"
            + " in a zone in YAML a cluster"),
    LUA(
        "this is PowerDNS's: popdns runs no programs in zones; addresses that depend on health or"
            + " place come from a cluster, in a zone in YAML"),
    HINT(
        "this is PowerDNS's: popdns fills no hints in; write the addresses that the target has, or"
            + " leave the hint out, as clients ask for them anyway"),
    WINS("this is Microsoft's: popdns looks nothing up by WINS; leave the record out"),
    AGE("this is Microsoft's: the age of a record is nothing to serve; leave it out"),
    COMMENT("a comment begins with ';'"),
    NAMED_CONF(
        "this is a configuration of BIND, not a zone: popdns reads the files that its zone"
            + " statements name"),
    YAML("this looks like YAML, not like a master file: the name of such a file ends in .yaml"),
    TINYDNS(
        "this looks like tinydns' data, not like a master file (RFC 1035 §5): let tinydns serve it"
            + " once, and write what 'dig axfr' shows"),
    RAW(
        "this is BIND's raw format: 'named-compilezone -f raw -F text -o TEXT-FILE ZONE FILE'"
            + " writes a master file");

    private final String message;

    Kind(String message) {
      this.message = message;
    }
  }

  private static final class Found {
    final FileProblems problems;
    final Span where;
    int more;

    Found(FileProblems problems, Span where) {
      this.problems = problems;
      this.where = where;
    }
  }

  private final Map<Kind, Found> found = new EnumMap<>(Kind.class);

  /** Says what was found. */
  void report() {
    found.forEach(
        (kind, first) -> {
          String also =
              first.more == 0 ? "" : "; so " + (first.more == 1 ? "is" : "are") + " " + more(first);
          first.problems.error(first.where, kind.message + also);
        });
  }

  private static String more(Found first) {
    return first.more + (first.more == 1 ? " more record" : " more records");
  }

  private boolean note(Kind kind, OpenMaster master, int word) {
    return note(kind, master.problems(), master.span(word));
  }

  private boolean note(Kind kind, FileProblems problems, Span where) {
    Found first = found.get(kind);
    if (first == null) {
      found.put(kind, new Found(problems, where));
    } else {
      first.more++;
    }
    return true;
  }

  /** True if the type is not one that popdns can serve, but known otherwise. */
  boolean isForeign(OpenMaster master, int word, @Nullable RecordType type) {
    if (type != null) {
      return switch (type.number()) {
        case RecordType.RRSIG, RecordType.NSEC, RecordType.NSEC3, RecordType.NSEC3PARAM ->
            note(Kind.SIGNED, master, word);
        default -> false;
      };
    }
    String text = master.scanner().text(word).toUpperCase(Locale.ROOT);
    return switch (text) {
      case "DYNA" -> note(Kind.DYNAMIC_ADDRESS, master, word);
      case "DYNC" -> note(Kind.DYNAMIC_NAME, master, word);
      case "ALIAS", "ANAME" -> note(Kind.ALIAS, master, word);
      case "LUA" -> note(Kind.LUA, master, word);
      case "WINS", "WINSR", "WINS-R" -> note(Kind.WINS, master, word);
      default -> TWO_TTLS.matcher(text).matches() && note(Kind.TWO_TTLS, master, word);
    };
  }

  /** True for a service parameter that PowerDNS gives its value. */
  boolean isHint(OpenMaster master, int word) {
    return AUTOMATIC_HINT.matcher(master.scanner().text(word)).matches()
        && note(Kind.HINT, master, word);
  }

  /** True for Microsoft's age of a record, which stands before its TTL. */
  boolean isAge(OpenMaster master, int word) {
    return master.scanner().text(word).startsWith("[AGE:") && note(Kind.AGE, master, word);
  }

  /** True for what stands before each record where {@code knotc zone-read} printed it. */
  static boolean isZoneMark(MasterScanner scanner, DomainName zone) {
    return scanner.bytes()[scanner.from(0)] == '['
        && scanner.text(0).equalsIgnoreCase("[" + zone + "]");
  }

  /** True if an entry is a comment of another kind of file. */
  boolean isComment(OpenMaster master, int word) {
    MasterScanner scanner = master.scanner();
    int first = scanner.from(word) < scanner.to(word) ? scanner.bytes()[scanner.from(word)] : 0;
    if (first != '#' && first != '/') {
      return false;
    }
    boolean marked = first == '#' || isSlashComment(scanner.text(word));
    return marked && !isRecord(scanner, word) && note(Kind.COMMENT, master, word);
  }

  private static boolean isSlashComment(String text) {
    return text.startsWith("//") || text.startsWith("/*");
  }

  // A name may begin with any character.
  private static boolean isRecord(MasterScanner scanner, int owner) {
    for (int word = owner + 1; word < Math.min(scanner.count() - 1, owner + 4); word++) {
      if (RecordTypes.byMnemonic(scanner.bytes(), scanner.from(word), scanner.to(word)) != null) {
        return true;
      }
    }
    return false;
  }

  /** True if a file is something else altogether, which is noted; its beginning tells. */
  boolean isNoMasterFile(OpenMaster master) {
    byte[] bytes = master.scanner().bytes();
    if (bytes.length > 8 && bytes[0] == 0 && bytes[1] == 0 && bytes[2] == 0 && bytes[3] <= 3) {
      return note(Kind.RAW, master.problems(), Span.START);
    }
    MasterScanner scanner = new MasterScanner(bytes, (span, message) -> {});
    for (int entries = 0; entries < MOST_COMMENTS && scanner.next(); entries++) {
      String first = scanner.text(0);
      if (first.startsWith("#") || isSlashComment(first) || first.startsWith("*")) {
        continue;
      }
      Kind kind = kind(scanner, first);
      return kind != null && note(kind, master.problems(), scanner.span(0));
    }
    return false;
  }

  private static @Nullable Kind kind(MasterScanner scanner, String first) {
    int count = scanner.count();
    if (STATEMENTS.contains(first)
        && (first.equals("include") || scanner.text(count - 1).endsWith("{"))
        && !isRecord(scanner, 0)) {
      return Kind.NAMED_CONF;
    }
    boolean isKey = first.endsWith(":") && !first.startsWith("\\");
    if (first.equals("---") || (isKey && !isRecord(scanner, 0))) {
      return Kind.YAML;
    }
    return TINYDNS.matcher(first).matches() && !isRecord(scanner, 0) ? Kind.TINYDNS : null;
  }
}
