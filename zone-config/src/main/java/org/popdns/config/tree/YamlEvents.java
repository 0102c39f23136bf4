package org.popdns.config.tree;

import java.util.Optional;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.SourceText;
import org.popdns.config.problem.Span;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * The YAML of one text, event by event, each with its place. Used by the one thread that loads.
 *
 * <p>The parser is asked directly: what is read has millions of scalars, of which nobody needs to
 * know whether YAML takes them for numbers.
 */
final class YamlEvents {

  // The scanner copies all that it holds of a token with each buffer it reads: with a small buffer
  // a token of 16 MiB takes it more than a minute.
  private static final int SMALLEST_BUFFER = 1 << 10;
  private static final int LARGEST_BUFFER = 1 << 20;

  private final SourceText text;
  private final int linesBefore;
  private final Parser parser;

  /**
   * Begins.
   *
   * @param linesBefore what to add to the text's lines in spans
   */
  YamlEvents(SourceText text, int linesBefore) {
    this.text = text;
    this.linesBefore = linesBefore;
    LoadSettings settings =
        LoadSettings.builder()
            .setCodePointLimit(Integer.MAX_VALUE)
            .setBufferSize(Math.clamp(text.text().length(), SMALLEST_BUFFER, LARGEST_BUFFER))
            .build();
    this.parser = new ParserImpl(settings, new StreamReader(settings, text.text()));
  }

  /** The next event; the last one is that the stream ends. */
  Event next() throws Refused {
    try {
      return parser.next();
    } catch (MarkedYamlEngineException e) {
      throw new Refused(
          e.getProblemMark().map(this::at).orElse(start()), "not valid YAML: " + reason(e));
    } catch (YamlEngineException e) {
      throw new Refused(
          start(),
          "not valid YAML: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  /** Where the text begins. */
  Span start() {
    return new Span(linesBefore + 1, 1, 0);
  }

  private Span at(Mark mark) {
    return new Span(linesBefore + mark.getLine() + 1, mark.getColumn() + 1, 1);
  }

  /** An event's place. */
  Span span(Event event) {
    Optional<Mark> start = event.getStartMark();
    Optional<Mark> end = event.getEndMark();
    if (start.isEmpty() || end.isEmpty()) {
      return start();
    }
    int line = start.get().getLine();
    int column = start.get().getColumn();
    int endColumn = end.get().getLine() == line ? end.get().getColumn() : text.lineLength(line + 1);
    return new Span(linesBefore + line + 1, column + 1, Math.max(0, endColumn - column));
  }

  private static String reason(MarkedYamlEngineException e) {
    String problem = String.valueOf(e.getProblem()).replace('\n', ' ').strip();
    if (problem.contains("(TAB)")) {
      return "a tab cannot indent, use spaces";
    }
    String context = e.getContext();
    boolean elsewhere = context != null && e.getContextMark().isPresent();
    return elsewhere
        ? problem + " (" + context + " from line " + (e.getContextMark().get().getLine() + 1) + ")"
        : problem;
  }

  /** Ends the reading of a text that cannot be a tree. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Span span;

    Refused(Span span, String message) {
      super(message);
      this.span = span;
    }

    void report(FileProblems problems) {
      problems.error(span, String.valueOf(getMessage()));
    }
  }
}
