package org.popdns.config.zone;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.ProblemLog;
import org.popdns.config.problem.SourceText;
import org.popdns.config.problem.Span;
import org.popdns.config.problem.Spelling;
import org.popdns.config.source.FileSource;
import org.popdns.config.tree.SourceFile;
import org.popdns.config.zone.ZoneRecords.Completeness;
import org.popdns.config.zone.ZoneRecords.Repeats;
import org.popdns.name.DomainName;
import org.popdns.name.NameReader;

/**
 * Reads a zone from a master file (RFC 1035 §5) with {@code $ORIGIN}, {@code $TTL} (RFC 2308 §4),
 * {@code $INCLUDE} and BIND's {@code $GENERATE}, in one pass over its bytes and without an object
 * for each record. It goes on behind what is wrong, so that all of that is reported. Used once, by
 * the one thread that loads the zone.
 */
public final class MasterFile {

  private static final int DEEPEST_INCLUDE = 10;
  private static final int MOST_INCLUDES = 1000;
  private static final List<String> DIRECTIVES =
      List.of("$ORIGIN", "$TTL", "$INCLUDE", "$GENERATE");
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final ZoneRecords zone;
  private final MasterRecords records;
  private final ForeignForms foreign;
  private final List<Path> folders;
  private final ProblemLog log;
  private final Deque<Path> open = new ArrayDeque<>();
  private final NameReader names = new NameReader();
  private int includes;

  private MasterFile(ZoneRecords zone, List<Path> folders, ProblemLog log) {
    this.zone = zone;
    this.foreign = new ForeignForms();
    this.records = new MasterRecords(zone, foreign);
    this.folders = folders;
    this.log = log;
  }

  /**
   * Reads a zone file and those it includes.
   *
   * @param bytes the file's content; nobody changes it
   * @param includeFolders what {@code $INCLUDE} reaches besides the file's own folder
   * @return the records, without what does not fit, and that is reported
   */
  public static ZoneRecords read(
      Path file, byte[] bytes, DomainName origin, List<Path> includeFolders, ProblemLog log) {
    ZoneRecords zone = new ZoneRecords(origin, Repeats.JOIN, bytes.length);
    List<Path> folders = new ArrayList<>(1 + includeFolders.size());
    folders.add(file.resolveSibling(""));
    folders.addAll(includeFolders);
    MasterFile reader = new MasterFile(zone, folders, log);
    reader.file(file, bytes, origin.toWire());
    reader.foreign.report();
    reader.sayIfWithoutSoa();
    return zone;
  }

  // NSD, Knot and BIND all refuse such a file. It may be of something else, such as root hints.
  private void sayIfWithoutSoa() {
    if (records.hasSoa() || zone.completeness() == Completeness.PARTIAL) {
      return;
    }
    String below = zone.origin().isRoot() ? "." : "." + zone.origin();
    zone.start()
        .error(
            "the zone has no SOA record: write one with its primary nameserver and a mailbox, such"
                + " as '@ 3600 IN SOA ns1"
                + below
                + " hostmaster"
                + below
                + " 1 7200 900 1209600 300'");
  }

  private void file(Path file, byte[] bytes, byte[] origin) {
    open.push(file.toAbsolutePath().normalize());
    FileProblems problems = log.of(SourceText.ofBytes(file, bytes));
    int number = zone.file(file, new MasterPlaces(bytes, problems));
    OpenMaster master = OpenMaster.file(bytes, problems, number, origin);
    MasterScanner scanner = master.scanner();
    if (startsWith(bytes, BYTE_ORDER_MARK)) {
      problems.warning(
          Span.START, "the file begins with a byte order mark, which other nameservers refuse");
      scanner.skip(BYTE_ORDER_MARK.length);
    }
    if (!foreign.isNoMasterFile(master)) {
      while (!zone.isFull() && scanner.next()) {
        entry(master);
      }
    }
    open.pop();
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    return bytes.length >= prefix.length
        && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }

  private void entry(OpenMaster master) {
    MasterScanner scanner = master.scanner();
    boolean isNamed = !scanner.isBlank();
    if (isNamed && !scanner.isQuoted(0) && scanner.bytes()[scanner.from(0)] == '$') {
      directive(master);
    } else if (isNamed) {
      records.named(master);
    } else {
      records.unnamed(master);
    }
  }

  private void directive(OpenMaster master) {
    MasterScanner scanner = master.scanner();
    if (scanner.is(0, "$TTL")) {
      if (hasArguments(master, 1, "one word")) {
        records.defaultTtl(master, 1);
      }
    } else if (scanner.is(0, "$ORIGIN")) {
      if (hasArguments(master, 1, "one word")) {
        name(master, 1).ifPresent(master::origin);
      }
    } else if (scanner.is(0, "$INCLUDE")) {
      if (hasArguments(master, 2, "a file and a name")) {
        Optional<byte[]> origin =
            scanner.count() == 3 ? name(master, 2) : Optional.of(master.origin());
        origin.ifPresent(found -> include(master, found));
      }
    } else if (scanner.is(0, "$GENERATE")) {
      new GenerateDirective(master, records).obey();
    } else {
      String text = scanner.text(0);
      master
          .problems()
          .error(
              scanner.span(0),
              "unknown directive " + OpenMaster.shown(scanner, 0),
              Spelling.nearest(text.toUpperCase(Locale.ROOT), DIRECTIVES));
    }
  }

  private static boolean hasArguments(OpenMaster master, int most, String what) {
    MasterScanner scanner = master.scanner();
    boolean right = scanner.count() >= 2 && scanner.count() <= most + 1;
    if (!right) {
      master.error(
          scanner.count() < 2 ? 0 : most + 1,
          scanner.text(0).toUpperCase(Locale.ROOT) + " takes " + what);
    }
    return right;
  }

  /** A directive's name in wire format, relative to the origin as BIND has it. */
  private Optional<byte[]> name(OpenMaster master, int word) {
    MasterScanner scanner = master.scanner();
    if (!names.read(scanner.bytes(), scanner.from(word), scanner.to(word), master.origin())) {
      master.error(word, OpenMaster.shown(scanner, word) + " " + names.problem());
      return Optional.empty();
    }
    byte[] wire = Arrays.copyOf(names.wire(), names.length());
    boolean isOrigin = scanner.is(word, "@");
    if (!names.isAbsolute() && !isOrigin) {
      master.warning(
          word,
          "the name lacks the final dot: it is "
              + DomainName.ofWire(wire)
              + " here and in BIND, NSD and Knot refuse it");
    }
    return Optional.of(wire);
  }

  private void include(OpenMaster master, byte[] origin) {
    MasterScanner scanner = master.scanner();
    String shown = OpenMaster.shown(scanner, 1);
    Path file;
    try {
      file = found(master.path(), scanner.utf8(1));
    } catch (InvalidPathException e) {
      master.error(1, "not a path: " + shown);
      return;
    }
    FileSource source = log.source();
    if (!source.isReadable(file)) {
      master.error(
          1,
          "no file that can be read, beside this file or in include-folders of popdns.yaml: "
              + shown);
    } else if (folders.stream().noneMatch(folder -> source.isWithin(file, folder))) {
      master.error(
          1,
          "$INCLUDE reaches files in the zone file's folder and those of include-folders in"
              + " popdns.yaml");
    } else if (open.contains(file.toAbsolutePath().normalize())) {
      master.error(1, "the file includes itself");
    } else if (open.size() > DEEPEST_INCLUDE) {
      master.error(1, "$INCLUDE more than " + DEEPEST_INCLUDE + " files deep");
    } else if (++includes > MOST_INCLUDES) {
      master.error(1, "more than " + MOST_INCLUDES + " files included in one zone");
    } else {
      MasterRecords.Outer outer = records.enter();
      SourceFile.bytes(file, SourceFile.MAX_MASTER_BYTES, log)
          .ifPresent(bytes -> file(file, bytes, origin));
      records.leave(outer, file);
    }
  }

  /** Beside the including file, or else in a folder of those allowed. */
  private Path found(Path including, String text) {
    Path beside = including.resolveSibling(text);
    if (log.source().isReadable(beside)) {
      return beside;
    }
    return folders.stream()
        .map(folder -> folder.resolve(text))
        .filter(log.source()::isReadable)
        .findFirst()
        .orElse(beside);
  }
}
