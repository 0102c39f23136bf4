package org.popdns.config.tree;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Span;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.Form;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.config.tree.Node.ScalarNode;
import org.popdns.config.tree.Node.SequenceNode;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads one YAML document into a tree. Used once, by the one thread that loads.
 *
 * <p>Aliases share the node of their anchor. Since a few lines of aliases can stand for billions of
 * nodes, each alias is counted with all that it stands for, and the sum is bounded by {@value
 * #MAX_NODES}. Merge keys ({@code <<}) are resolved; a mapping's own keys win.
 */
public final class TreeReader {

  /** Deepest nesting, aliases followed. */
  public static final int MAX_DEPTH = 20;

  /** Most keys and values of a file, aliases followed. */
  public static final int MAX_NODES = 1_000_000;

  private static final String MERGE = "<<";

  // The scanner copies all that it holds of a token with each buffer it reads: with its small
  // default buffer a token of 16 MiB takes it more than a minute.
  private static final int LARGE_TEXT = 64 << 10;
  private static final YAMLFactory SMALL = factory(4 << 10);
  private static final YAMLFactory LARGE = factory(1 << 20);

  private final FileProblems problems;
  private final YAMLParser parser;
  private final Map<String, Anchor> anchors = new HashMap<>();
  private int expandedNodes;

  private static YAMLFactory factory(int bufferChars) {
    LoadSettings settings =
        LoadSettings.builder()
            .setCodePointLimit(Integer.MAX_VALUE)
            .setBufferSize(bufferChars)
            .build();
    return YAMLFactory.builder()
        .loadSettings(settings)
        // Duplicates are reported by this class, which goes on reading behind them.
        .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .streamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
        .build();
  }

  private TreeReader(FileProblems problems, YAMLParser parser) {
    this.problems = problems;
    this.parser = parser;
  }

  /** A node with its height: 1 for a scalar or an empty collection. */
  private record Built(Node node, int height) {}

  /**
   * What an anchor stands for.
   *
   * @param built null while the anchored node itself is being read
   */
  private record Anchor(@Nullable Built built, int expandedNodes) {}

  /** Ends the reading of a file that cannot be a tree. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Span span;

    Refused(Span span, String message) {
      super(message);
      this.span = span;
    }
  }

  /**
   * Reads a file's text.
   *
   * @return the tree; empty if there is none, and then the problems say why
   */
  public static Optional<Node> read(FileProblems problems) {
    String text = problems.source().text();
    YAMLFactory yaml = text.length() < LARGE_TEXT ? SMALL : LARGE;
    try (YAMLParser parser = (YAMLParser) yaml.createParser(ObjectReadContext.empty(), text)) {
      return new TreeReader(problems, parser).document();
    } catch (Refused e) {
      problems.error(e.span, String.valueOf(e.getMessage()));
    } catch (JacksonException e) {
      reportSyntax(e, problems);
    }
    return Optional.empty();
  }

  private Optional<Node> document() throws Refused {
    JsonToken token = parser.nextToken();
    if (token == null) {
      problems.error(Span.START, "the file is empty");
      return Optional.empty();
    }
    Node root = node(token, 1).node();
    if (parser.nextToken() != null) {
      throw new Refused(span(), "a second YAML document; one file holds one");
    }
    return Optional.of(root);
  }

  private Built node(JsonToken token, int depth) throws Refused {
    Span span = span();
    if (depth > MAX_DEPTH) {
      throw new Refused(span, "nested more than " + MAX_DEPTH + " levels deep");
    }
    if (parser.isCurrentAlias()) {
      return alias(span, depth);
    }
    refuseTag(span);
    countNodes(span, 1);
    String anchor = parser.getObjectId();
    if (anchor != null) {
      anchors.put(anchor, new Anchor(null, 0));
    }
    int before = expandedNodes;
    Built built =
        switch (token) {
          case START_OBJECT -> mapping(span, depth);
          case START_ARRAY -> sequence(span, depth);
          default -> new Built(scalar(token, span), 1);
        };
    if (anchor != null) {
      anchors.put(anchor, new Anchor(built, expandedNodes - before + 1));
    }
    return built;
  }

  private Built alias(Span span, int depth) throws Refused {
    String name = parser.getString();
    Anchor anchor = anchors.get(name);
    if (anchor == null) {
      throw new Refused(span, "alias of the unknown anchor " + Quoted.of(name));
    }
    Built built = anchor.built();
    if (built == null) {
      throw new Refused(span, "alias of the anchor " + Quoted.of(name) + " inside itself");
    }
    countNodes(span, anchor.expandedNodes());
    if (depth + built.height() - 1 > MAX_DEPTH) {
      throw new Refused(span, "nested more than " + MAX_DEPTH + " levels deep");
    }
    return built;
  }

  private void countNodes(Span span, int count) throws Refused {
    expandedNodes += count;
    if (expandedNodes > MAX_NODES) {
      throw new Refused(
          span, "more than " + MAX_NODES + " keys and values in one file, aliases followed");
    }
  }

  private void refuseTag(Span span) {
    String tag = parser.getRawTag();
    if (tag != null && !tag.equals("tag:yaml.org,2002:str")) {
      problems.error(span, "the YAML tag " + Quoted.of(tag) + " is not supported");
    }
  }

  private Built sequence(Span span, int depth) throws Refused {
    List<Node> items = new ArrayList<>();
    int height = 0;
    for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
      Built item = node(token, depth + 1);
      items.add(item.node());
      height = Math.max(height, item.height());
    }
    return new Built(new SequenceNode(items, span), height + 1);
  }

  private Built mapping(Span span, int depth) throws Refused {
    Map<String, Entry> entries = new LinkedHashMap<>();
    List<MappingNode> merged = new ArrayList<>();
    int height = 0;
    for (JsonToken token = next(); token != JsonToken.END_OBJECT; token = next()) {
      Span keySpan = span();
      countNodes(keySpan, 1);
      ScalarNode key = new ScalarNode(parser.getString(), Form.TEXT, keySpan);
      String keyAnchor = parser.getObjectId();
      if (keyAnchor != null) {
        anchors.put(keyAnchor, new Anchor(new Built(key, 1), 1));
      }
      Built value = node(next(), depth + 1);
      height = Math.max(height, value.height());
      if (key.text().equals(MERGE) && keySpan.length() == MERGE.length()) {
        collectMerged(value.node(), merged);
        continue;
      }
      Entry first = entries.putIfAbsent(key.text(), new Entry(key, value.node()));
      if (first != null) {
        problems.error(
            keySpan,
            "duplicate key "
                + Quoted.of(key.text())
                + ", which stands in line "
                + first.key().span().line()
                + " already");
      }
    }
    merge(merged, entries.values())
        .forEach(entry -> entries.putIfAbsent(entry.key().text(), entry));
    return new Built(new MappingNode(List.copyOf(entries.values()), span), height + 1);
  }

  private void collectMerged(Node value, List<MappingNode> merged) {
    switch (value) {
      case MappingNode mapping -> merged.add(mapping);
      case SequenceNode list -> {
        for (Node item : list.items()) {
          if (item instanceof MappingNode mapping) {
            merged.add(mapping);
          } else {
            problems.error(item.span(), "a merge key takes mappings, not " + item.kind());
          }
        }
      }
      case ScalarNode scalar ->
          problems.error(scalar.span(), "a merge key takes mappings, not " + scalar.kind());
    }
  }

  private static List<Entry> merge(List<MappingNode> merged, Collection<Entry> own) {
    List<Entry> all = new ArrayList<>(own);
    merged.forEach(mapping -> all.addAll(mapping.entries()));
    return all;
  }

  private ScalarNode scalar(JsonToken token, Span span) {
    String text = parser.getString();
    Form form =
        switch (token) {
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Form.NUMBER;
          case VALUE_TRUE, VALUE_FALSE -> Form.BOOLEAN;
          case VALUE_NULL -> Form.NULL;
          // A tilde in quotes is three characters long.
          default -> text.equals("~") && span.length() == 1 ? Form.NULL : Form.TEXT;
        };
    return new ScalarNode(text == null ? "" : text, form, span);
  }

  private JsonToken next() throws Refused {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw new Refused(span(), "the file ends too early");
    }
    return token;
  }

  private Span span() {
    TokenStreamLocation start = parser.currentTokenLocation();
    TokenStreamLocation end = parser.currentLocation();
    int line = start.getLineNr();
    int column = start.getColumnNr();
    int endColumn =
        end.getLineNr() == line ? end.getColumnNr() : problems.source().lineLength(line) + 1;
    return new Span(line, column, Math.max(0, endColumn - column));
  }

  private static void reportSyntax(JacksonException e, FileProblems problems) {
    if (e.getCause() instanceof MarkedYamlEngineException marked
        && marked.getProblemMark().isPresent()) {
      Mark mark = marked.getProblemMark().get();
      problems.error(
          new Span(mark.getLine() + 1, mark.getColumn() + 1, 1), "not valid YAML: " + text(marked));
      return;
    }
    TokenStreamLocation at = e.getLocation();
    Span span = at == null ? Span.START : new Span(at.getLineNr(), at.getColumnNr(), 1);
    String message = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
    problems.error(
        span,
        message.startsWith("Expected a property name")
            ? "a key must be plain text"
            : "not valid YAML: " + message);
  }

  private static String text(MarkedYamlEngineException e) {
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
}
