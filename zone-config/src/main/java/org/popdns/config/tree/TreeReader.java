package org.popdns.config.tree;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.SourceText;
import org.popdns.config.problem.Span;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.Form;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.config.tree.Node.ScalarNode;
import org.popdns.config.tree.Node.SequenceNode;
import org.popdns.config.tree.Node.Style;
import org.popdns.config.tree.YamlEvents.Refused;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/**
 * Reads one YAML document into a tree, or the entries of a mapping one by one. Used once, by the
 * one thread that loads.
 *
 * <p>Aliases and included files share the node that they stand for. Since a few lines of aliases
 * can stand for billions of nodes, each is counted with all that it stands for, and the sum is
 * bounded by {@value #MAX_SHARED}. Merge keys ({@code <<}) are resolved; a mapping's own keys win.
 */
public final class TreeReader {

  /** Deepest nesting, aliases followed. */
  public static final int MAX_DEPTH = 20;

  /** Most keys and values that the aliases and included files of a document stand for. */
  public static final int MAX_SHARED = 10_000_000;

  private static final String MERGE = "<<";
  private static final String INCLUDE = "!include";
  private static final String TEXT = "tag:yaml.org,2002:str";

  private final FileProblems problems;
  private final YamlEvents events;
  private final Optional<Inclusion> inclusion;
  private final List<Path> including;
  private final Map<Path, Built> included;
  private final Shared shared;
  private final Map<Anchor, Anchored> anchors = new HashMap<>();

  /** How many nodes were shared so far. */
  private static final class Shared {
    private int nodes;
  }

  private TreeReader(
      FileProblems problems, SourceText text, int linesBefore, Optional<Inclusion> inclusion) {
    this.problems = problems;
    this.events = new YamlEvents(text, linesBefore);
    this.inclusion = inclusion;
    this.including = List.of(text.file());
    this.included = new HashMap<>();
    this.shared = new Shared();
  }

  private TreeReader(TreeReader outer, SourceText text) {
    this.problems = outer.problems;
    this.events = new YamlEvents(text, problems.part(text));
    this.inclusion = outer.inclusion;
    this.including = new ArrayList<>(outer.including);
    this.including.add(text.file());
    this.included = outer.included;
    this.shared = outer.shared;
  }

  /**
   * A node.
   *
   * @param height 1 for a scalar or an empty collection
   * @param nodes how many nodes it has, itself and keys among them
   */
  private record Built(Node node, int height, int nodes) {}

  /**
   * What an anchor stands for.
   *
   * @param built null while the anchored node itself is being read
   */
  private record Anchored(@Nullable Built built) {}

  /** Who takes the entries of a mapping. */
  public interface Entries {

    /** An entry that stands in the mapping itself; its key may stand there again. */
    void own(Entry entry);

    /** An entry that a merge key adds, behind all own ones, which win over it. */
    void merged(Entry entry);
  }

  /**
   * Reads a file's text.
   *
   * @return the tree; empty if there is none, and then the problems say why
   */
  public static Optional<Node> read(FileProblems problems) {
    try {
      TreeReader reader = new TreeReader(problems, problems.source(), 0, Optional.empty());
      return reader.document();
    } catch (Refused e) {
      e.report(problems);
      return Optional.empty();
    }
  }

  /**
   * Reads a text that is a mapping, and hands its entries over as they come.
   *
   * @param text the file's, or that of a part
   * @param linesBefore what {@link FileProblems#part} has said of it, or 0
   * @param what what must be a mapping of what, for messages
   */
  public static void entries(
      FileProblems problems,
      SourceText text,
      int linesBefore,
      Inclusion inclusion,
      String what,
      Entries entries) {
    try {
      new TreeReader(problems, text, linesBefore, Optional.of(inclusion)).entries(what, entries);
    } catch (Refused e) {
      e.report(problems);
    }
  }

  private Optional<Node> document() throws Refused {
    Optional<Event> first = begin();
    if (first.isEmpty()) {
      return Optional.empty();
    }
    Node root = node(first.get(), 1).node();
    end();
    return Optional.of(root);
  }

  private Optional<Event> begin() throws Refused {
    events.next(); // the stream begins
    Event begin = events.next();
    if (begin.getEventId() == Event.ID.StreamEnd) {
      problems.error(events.start(), "the file is empty");
      return Optional.empty();
    }
    return Optional.of(events.next());
  }

  private void end() throws Refused {
    events.next(); // the document ends
    Event end = events.next();
    if (end.getEventId() != Event.ID.StreamEnd) {
      throw new Refused(events.span(end), "a second YAML document; one file holds one");
    }
  }

  private void entries(String what, Entries entries) throws Refused {
    Optional<Event> first = begin();
    if (first.isEmpty()) {
      return;
    }
    if (first.get() instanceof MappingStartEvent mapping
        && mapping.getTag().isEmpty()
        && mapping.getAnchor().isEmpty()) {
      Merge merge = new Merge();
      for (Event key = events.next();
          key.getEventId() != Event.ID.MappingEnd;
          key = events.next()) {
        entry(key, 1, merge).ifPresent(entry -> entries.own(entry.entry()));
      }
      merge.mappings.forEach(merged -> merged.entries().forEach(entries::merged));
    } else {
      Node root = node(first.get(), 1).node();
      if (root instanceof MappingNode mapping) {
        mapping.entries().forEach(entries::own);
      } else {
        problems.error(root.span(), what + ", not " + root.kind());
      }
    }
    end();
  }

  // Most nodes are scalars that nothing is said of: the way to them is short.
  private Built node(Event event, int depth) throws Refused {
    Span span = events.span(event);
    if (depth > MAX_DEPTH) {
      throw new Refused(span, "nested more than " + MAX_DEPTH + " levels deep");
    }
    if (event instanceof ScalarEvent scalar
        && scalar.getAnchor().isEmpty()
        && scalar.getTag().isEmpty()) {
      return new Built(scalar(scalar, span), 1, 1);
    }
    if (event instanceof CollectionStartEvent collection
        && collection.getAnchor().isEmpty()
        && collection.getTag().isEmpty()) {
      return collection(event, span, depth);
    }
    return event instanceof AliasEvent alias
        ? share(anchored(alias, span), span, depth)
        : marked((NodeEvent) event, span, depth);
  }

  private Built collection(Event event, Span span, int depth) throws Refused {
    return event instanceof MappingStartEvent ? mapping(span, depth) : sequence(span, depth);
  }

  /** A node with an anchor or a tag. */
  private Built marked(NodeEvent event, Span span, int depth) throws Refused {
    Optional<Anchor> anchor = event.getAnchor();
    anchor.ifPresent(name -> anchors.put(name, new Anchored(null)));
    Optional<String> tag =
        event instanceof ScalarEvent scalar
            ? scalar.getTag()
            : ((CollectionStartEvent) event).getTag();
    Built built;
    if (tag.filter(INCLUDE::equals).isPresent() && inclusion.isPresent()) {
      built = include(event, span, depth, inclusion.get());
    } else if (tag.filter(name -> !name.equals(TEXT)).isPresent()) {
      throw new Refused(span, "the YAML tag " + Quoted.of(tag.get()) + " is not supported");
    } else if (event instanceof ScalarEvent scalar) {
      built = new Built(scalar(scalar, span), 1, 1);
    } else {
      built = collection(event, span, depth);
    }
    anchor.ifPresent(name -> anchors.put(name, new Anchored(built)));
    return built;
  }

  private Built anchored(AliasEvent alias, Span span) throws Refused {
    Anchored anchor = anchors.get(alias.getAlias());
    String name = Quoted.of(alias.getAlias().getValue());
    if (anchor == null) {
      throw new Refused(span, "alias of the unknown anchor " + name);
    }
    Built built = anchor.built();
    if (built == null) {
      throw new Refused(span, "alias of the anchor " + name + " inside itself");
    }
    return built;
  }

  private Built share(Built built, Span span, int depth) throws Refused {
    shared.nodes += built.nodes;
    if (shared.nodes > MAX_SHARED) {
      throw new Refused(
          span,
          "aliases and included files stand for more than " + MAX_SHARED + " keys and values");
    }
    if (depth + built.height() - 1 > MAX_DEPTH) {
      throw new Refused(span, "nested more than " + MAX_DEPTH + " levels deep");
    }
    return built;
  }

  // As octoDNS has it: one file, or several that are joined.
  private Built include(Event event, Span span, int depth, Inclusion from) throws Refused {
    if (event instanceof ScalarEvent file) {
      return share(file(file.getValue(), span, from), span, depth);
    }
    if (event instanceof MappingStartEvent) {
      throw new Refused(span, "!include takes a file or a list of files, not a mapping");
    }
    List<Node> items = new ArrayList<>();
    Mapping entries = new Mapping();
    int height = 0;
    int nodes = 1;
    for (Event item = events.next();
        item.getEventId() != Event.ID.SequenceEnd;
        item = events.next()) {
      Span where = events.span(item);
      if (!(item instanceof ScalarEvent file)) {
        throw new Refused(where, "!include takes a file or a list of files");
      }
      Built built = share(file(file.getValue(), where, from), where, depth);
      height = Math.max(height, built.height());
      nodes += built.nodes();
      switch (built.node()) {
        case SequenceNode list -> items.addAll(list.items());
        case MappingNode mapping -> mapping.entries().forEach(entry -> add(entry, entries));
        case ScalarNode scalar -> items.add(scalar);
      }
      if (!items.isEmpty() && !entries.isEmpty()) {
        throw new Refused(where, "!include cannot join a mapping and a list");
      }
    }
    Node joined =
        entries.isEmpty() ? new SequenceNode(items, span) : new MappingNode(entries.entries, span);
    return new Built(joined, height + 1, nodes);
  }

  private Built file(String file, Span where, Inclusion from) throws Refused {
    Path path = from.path(file, including, where, problems);
    Built known = included.get(path);
    if (known != null) {
      return known;
    }
    TreeReader reader = new TreeReader(this, from.read(path, where, problems));
    Optional<Event> first = reader.begin();
    if (first.isEmpty()) {
      throw new Refused(where, "cannot include " + Quoted.of(file) + ": it is empty");
    }
    Built built = reader.node(first.get(), 1);
    reader.end();
    included.put(path, built);
    return built;
  }

  private Built sequence(Span span, int depth) throws Refused {
    List<Node> items = new ArrayList<>();
    int height = 0;
    int nodes = 1;
    for (Event item = events.next();
        item.getEventId() != Event.ID.SequenceEnd;
        item = events.next()) {
      Built built = node(item, depth + 1);
      items.add(built.node());
      height = Math.max(height, built.height());
      nodes += built.nodes();
    }
    return new Built(new SequenceNode(items, span), height + 1, nodes);
  }

  /** What merge keys add to a mapping, the first key's first. */
  private static final class Merge {
    private final List<MappingNode> mappings = new ArrayList<>(0);
    private boolean isThere;
    private int height;
    private int nodes;
  }

  private record BuiltEntry(Entry entry, int height, int nodes) {}

  private Built mapping(Span span, int depth) throws Refused {
    Mapping entries = new Mapping();
    Merge merge = new Merge();
    int height = 0;
    int nodes = 1;
    for (Event key = events.next(); key.getEventId() != Event.ID.MappingEnd; key = events.next()) {
      Optional<BuiltEntry> built = entry(key, depth, merge);
      if (built.isPresent()) {
        height = Math.max(height, built.get().height());
        nodes += built.get().nodes();
        add(built.get().entry(), entries);
      }
    }
    merge.mappings.forEach(merged -> merged.entries().forEach(entries::add));
    return new Built(
        new MappingNode(entries.entries, span),
        Math.max(height, merge.height - 1) + 1,
        nodes + merge.nodes);
  }

  private void add(Entry entry, Mapping entries) {
    entries
        .add(entry)
        .ifPresent(
            first ->
                problems.error(
                    entry.key().span(),
                    "duplicate key "
                        + Quoted.of(entry.key().text())
                        + ", which stands in "
                        + problems.line(first.key().span())
                        + " already"));
  }

  /** Entries in their order, each key once. Most mappings have a few. */
  private static final class Mapping {

    private static final int FEW = 8;

    private final List<Entry> entries = new ArrayList<>(4);
    private final Map<String, Entry> byKey = new HashMap<>(0);

    /** Adds an entry, unless there is one with its key, which is returned. */
    Optional<Entry> add(Entry entry) {
      Optional<Entry> first = find(entry.key().text());
      if (first.isEmpty()) {
        entries.add(entry);
        if (entries.size() == FEW) {
          entries.forEach(each -> byKey.put(each.key().text(), each));
        } else if (entries.size() > FEW) {
          byKey.put(entry.key().text(), entry);
        }
      }
      return first;
    }

    private Optional<Entry> find(String key) {
      if (entries.size() >= FEW) {
        return Optional.ofNullable(byKey.get(key));
      }
      for (Entry entry : entries) {
        if (entry.key().text().equals(key)) {
          return Optional.of(entry);
        }
      }
      return Optional.empty();
    }

    boolean isEmpty() {
      return entries.isEmpty();
    }
  }

  /** An entry of a mapping; empty if it was a merge key. */
  private Optional<BuiltEntry> entry(Event keyEvent, int depth, Merge merge) throws Refused {
    Span span = events.span(keyEvent);
    ScalarNode key = key(keyEvent, span);
    Built value = node(events.next(), depth + 1);
    if (key.text().equals(MERGE) && key.style() == Style.PLAIN) {
      if (merge.isThere) {
        // Readers differ on which one wins.
        problems.error(span, "a second merge key; one key takes a list: [*one, *two]");
      }
      merge.isThere = true;
      merge.height = Math.max(merge.height, value.height());
      merge.nodes += value.nodes();
      collect(value.node(), merge.mappings);
      return Optional.empty();
    }
    return Optional.of(
        new BuiltEntry(new Entry(key, value.node()), value.height(), 1 + value.nodes()));
  }

  private ScalarNode key(Event event, Span span) throws Refused {
    if (event instanceof ScalarEvent scalar) {
      ScalarNode key =
          new ScalarNode(
              scalar.getValue(),
              Form.TEXT,
              scalar.isPlain() && scalar.getTag().isEmpty() ? Style.PLAIN : Style.QUOTED,
              span);
      scalar.getAnchor().ifPresent(name -> anchors.put(name, new Anchored(new Built(key, 1, 1))));
      return key;
    }
    if (event instanceof AliasEvent alias
        && anchored(alias, span).node() instanceof ScalarNode scalar) {
      return new ScalarNode(scalar.text(), Form.TEXT, scalar.style(), span);
    }
    throw new Refused(span, "a key must be plain text");
  }

  private void collect(Node value, List<MappingNode> merged) {
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

  private ScalarNode scalar(ScalarEvent event, Span span) {
    String text = event.getValue();
    boolean plain = event.isPlain() && event.getTag().isEmpty();
    Form form = plain || inclusion.isPresent() ? form(text) : Form.TEXT;
    // octoDNS reads a number in quotes where it wants a number; no other quoted text is any.
    return plain
        ? new ScalarNode(text, form, Style.PLAIN, span)
        : new ScalarNode(text, form == Form.NUMBER ? form : Form.TEXT, Style.QUOTED, span);
  }

  private static Form form(String text) {
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> Form.NULL;
      case "true", "True", "TRUE", "false", "False", "FALSE" -> Form.BOOLEAN;
      default -> isNumber(text) ? Form.NUMBER : Form.TEXT;
    };
  }

  // YAML 1.2 §10.3.2, without octal and hexadecimal numbers, of which nobody here makes any use.
  private static boolean isNumber(String text) {
    char first = text.charAt(0);
    boolean mayBe = (first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.';
    if (!mayBe) {
      return false;
    }
    int digits = 0;
    boolean point = false;
    for (int i = first == '-' || first == '+' ? 1 : 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits++;
      } else if (c == '.' && !point) {
        point = true;
      } else {
        return (c == 'e' || c == 'E') && digits > 0 && isExponent(text, i + 1);
      }
    }
    return digits > 0;
  }

  private static boolean isExponent(String text, int from) {
    int at = from < text.length() && "+-".indexOf(text.charAt(from)) >= 0 ? from + 1 : from;
    return at < text.length() && text.substring(at).chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
