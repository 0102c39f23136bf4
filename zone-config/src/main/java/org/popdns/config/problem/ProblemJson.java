package org.popdns.config.problem;

import java.io.StringWriter;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Shows problems to editors and pipelines: an array of objects, all problems, one line.
 *
 * <pre>
 * [{"severity":"error","file":"clusters.yaml","line":12,"column":5,"endColumn":12,
 *   "message":"unknown key 'memebrs'","suggestion":"members"}]
 * </pre>
 *
 * <p>{@code file}, {@code line}, {@code column}, {@code endColumn} and {@code suggestion} stand
 * there where they are known; lines and columns are counted from 1, in code points, and {@code
 * endColumn} is behind the last. Immutable.
 */
public final class ProblemJson {

  private static final JsonFactory JSON = new JsonFactory();

  /** The problems as one JSON array without a line end. */
  public String print(List<Problem> problems) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartArray();
      problems.forEach(problem -> print(problem, json));
      json.writeEndArray();
    }
    return out.toString();
  }

  private static void print(Problem problem, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("severity", problem.severity().toString());
    switch (problem.location()) {
      case Location.Token token -> {
        json.writeStringProperty("file", token.position().file().toString());
        json.writeNumberProperty("line", token.position().line());
        json.writeNumberProperty("column", token.position().column());
        json.writeNumberProperty("endColumn", token.position().column() + token.excerpt().length());
      }
      case Location.WholeFile whole -> json.writeStringProperty("file", whole.file().toString());
      case Location.Outside outside -> {}
    }
    json.writeStringProperty("message", problem.message());
    problem.suggestion().ifPresent(s -> json.writeStringProperty("suggestion", s));
    json.writeEndObject();
  }
}
