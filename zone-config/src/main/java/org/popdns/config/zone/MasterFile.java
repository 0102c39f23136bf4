package org.popdns.config.zone;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Mark;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Span;
import org.popdns.config.problem.Spelling;
import org.popdns.config.tree.SourceFile;
import org.popdns.config.zone.DraftZone.Completeness;
import org.popdns.config.zone.MasterScanner.Line;
import org.popdns.config.zone.MasterScanner.Start;
import org.popdns.config.zone.MasterScanner.Token;
import org.popdns.name.DomainName;

/**
 * Reads a zone from a master file (RFC 1035 §5) with {@code $ORIGIN}, {@code $TTL} (RFC 2308 §4)
 * and {@code $INCLUDE}, which reaches no file outside the zone file's folder. Used once, by the one
 * thread that loads.
 */
public final class MasterFile {

  private static final int DEEPEST_INCLUDE = 10;
  private static final int MOST_INCLUDES = 1000;
  private static final List<String> DIRECTIVES = List.of("$ORIGIN", "$TTL", "$INCLUDE");

  private final MasterRecords records;
  private final Path folder;
  private final Deque<Path> open = new ArrayDeque<>();
  private int includes;
  private Completeness completeness = Completeness.COMPLETE;

  private MasterFile(MasterRecords records, Path folder) {
    this.records = records;
    this.folder = folder;
  }

  /**
   * Reads a zone file and those it includes.
   *
   * @return the draft, without what does not fit, and that is reported
   */
  public static DraftZone read(FileProblems problems, DomainName origin) {
    MasterRecords records = new MasterRecords(origin);
    Path file = problems.source().file();
    MasterFile reader = new MasterFile(records, file.resolveSibling(""));
    reader.file(problems, file, origin);
    return records.zone(new Mark(problems, Span.START), reader.completeness);
  }

  private void file(FileProblems problems, Path file, DomainName origin) {
    open.push(file.toAbsolutePath().normalize());
    MasterScanner scanner = new MasterScanner(problems);
    DomainName current = origin;
    Optional<DomainName> owner = Optional.empty();
    boolean named = false;
    for (Optional<Line> next = scanner.next(); next.isPresent(); next = scanner.next()) {
      Line line = next.get();
      if (records.isFull()) {
        problems.error(
            line.tokens().getFirst().span(),
            "more than " + MasterRecords.MOST_RECORDS + " records in one zone");
        break;
      }
      Token first = line.tokens().getFirst();
      if (line.start() == Start.WORD && first.text().startsWith("$")) {
        current = directive(line.tokens(), current, problems);
        continue;
      }
      int skip = 0;
      if (line.start() == Start.WORD) {
        owner = name(first, current, problems);
        named = true;
        skip = 1;
      } else if (!named) {
        problems.error(first.span(), "a record without a name, and none before it has one");
      }
      if (owner.isPresent()) {
        List<Token> rest = line.tokens().subList(skip, line.tokens().size());
        records.record(owner.get(), first, rest, current, problems);
      }
    }
    if (problems.hasErrors()) {
      completeness = Completeness.PARTIAL;
    }
    open.pop();
  }

  /** Obeys a directive; the origin for what follows. */
  private DomainName directive(List<Token> tokens, DomainName origin, FileProblems problems) {
    Token directive = tokens.getFirst();
    String name = directive.text().toUpperCase(Locale.ROOT);
    if (!DIRECTIVES.contains(name)) {
      problems.error(
          directive.span(),
          "unknown directive " + Quoted.of(directive.text()),
          Spelling.nearest(name, DIRECTIVES));
      return origin;
    }
    int most = name.equals("$INCLUDE") ? 3 : 2;
    if (tokens.size() < 2 || tokens.size() > most) {
      Token where = tokens.size() < 2 ? directive : tokens.get(most);
      problems.error(
          where.span(), name + (most == 3 ? " takes a file and a name" : " takes one word"));
      return origin;
    }
    Token argument = tokens.get(1);
    switch (name) {
      case "$ORIGIN" -> {
        return name(argument, origin, problems).orElse(origin);
      }
      case "$TTL" -> records.defaultTtl(argument, problems);
      default -> {
        Optional<DomainName> inner =
            tokens.size() == 3 ? name(tokens.get(2), origin, problems) : Optional.of(origin);
        inner.ifPresent(found -> include(argument, found, problems));
      }
    }
    return origin;
  }

  private static Optional<DomainName> name(Token token, DomainName origin, FileProblems problems) {
    try {
      return Optional.of(DomainName.parse(token.text(), origin));
    } catch (IllegalArgumentException e) {
      problems.error(token.span(), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private void include(Token token, DomainName origin, FileProblems problems) {
    Path file;
    try {
      file = problems.source().file().resolveSibling(unquoted(token.text()));
    } catch (InvalidPathException e) {
      problems.error(token.span(), "not a path: " + Quoted.of(token.text()));
      return;
    }
    if (!problems.log().source().isReadable(file)) {
      problems.error(token.span(), "no file that can be read: " + Quoted.of(token.text()));
    } else if (!problems.log().source().isWithin(file, folder)) {
      problems.error(token.span(), "$INCLUDE reaches only files in the zone file's folder");
    } else if (open.contains(file.toAbsolutePath().normalize())) {
      problems.error(token.span(), "the file includes itself");
    } else if (open.size() > DEEPEST_INCLUDE) {
      problems.error(token.span(), "$INCLUDE more than " + DEEPEST_INCLUDE + " files deep");
    } else if (++includes > MOST_INCLUDES) {
      problems.error(token.span(), "more than " + MOST_INCLUDES + " files included in one zone");
    } else {
      SourceFile.bytes(file, SourceFile.MAX_MASTER_BYTES, problems.log())
          .flatMap(bytes -> SourceFile.decode(file, bytes, problems.log()))
          .ifPresent(inner -> file(inner, file, origin));
    }
  }

  private static String unquoted(String text) {
    return text.startsWith("\"") ? text.substring(1, text.length() - 1) : text;
  }
}
