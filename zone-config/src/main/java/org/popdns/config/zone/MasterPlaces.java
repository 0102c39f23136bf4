package org.popdns.config.zone;

import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Span;

/**
 * The places of a master file's records: the line of a record's type is split once more. Used by
 * the one thread that loads.
 *
 * @param bytes the file
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record MasterPlaces(byte[] bytes, FileProblems problems) implements RecordPlaces {

  @Override
  public Span span(int line, int column, Part part, int number) {
    int start = problems.source().lineStart(line);
    MasterScanner scanner =
        new MasterScanner(bytes, start, bytes.length, line, (span, message) -> {});
    scanner.line();
    int type = 0;
    while (type < scanner.count()
        && (scanner.line(type) != line || scanner.column(type) != column)) {
      type++;
    }
    if (type == scanner.count()) {
      return new Span(line, column, 1);
    }
    return switch (part) {
      case OWNER -> scanner.span(scanner.is(0, "$GENERATE") ? Math.min(2, scanner.count() - 1) : 0);
      case TARGET -> scanner.span(scanner.count() - 1);
      case RECORD, CLUSTER -> scanner.span(type);
    };
  }
}
