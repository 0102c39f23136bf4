package org.popdns.config.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Span;
import org.popdns.config.problem.Spelling;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.MappingNode;

/**
 * A mapping with a fixed set of keys. The reader asks for each key that may be there; {@link
 * #refuseUnknown} then reports all others, so the keys asked for are the documentation. Used by the
 * one thread that loads.
 *
 * <pre>{@code
 * Fields fields = Fields.of(node, "check 'web'", span, problems);
 * Optional<Node> port = fields.required("port");
 * Optional<Node> path = fields.optional("path");
 * fields.refuseUnknown();
 * }</pre>
 */
public final class Fields {

  private final String what;
  private final Span where;
  private final FileProblems problems;
  private final List<Entry> entries;
  // There are a few keys, and many mappings.
  private final List<String> known = new ArrayList<>(16);

  private Fields(MappingNode mapping, String what, Span where, FileProblems problems) {
    this.what = what;
    this.where = where;
    this.problems = problems;
    this.entries = mapping.entries();
  }

  /**
   * A node as a mapping.
   *
   * @param what the thing described, for messages
   * @param where what to point at if a key is missing: the key that names the thing
   * @return empty if it is no mapping, and then that is reported
   */
  public static Optional<Fields> of(Node node, String what, Span where, FileProblems problems) {
    if (node instanceof MappingNode mapping) {
      return Optional.of(new Fields(mapping, what, where, problems));
    }
    problems.error(node.span(), what + " must be a mapping, not " + node.kind());
    return Optional.empty();
  }

  /** The thing described, for messages. */
  public String what() {
    return what;
  }

  /** What to point at for problems of the thing as a whole. */
  public Span where() {
    return where;
  }

  /** The value of a key that may be there. */
  public Optional<Node> optional(String key) {
    return entry(key).map(Entry::value);
  }

  /** The key and the value of a key that may be there. */
  public Optional<Entry> entry(String key) {
    known.add(key);
    for (Entry entry : entries) {
      if (entry.key().text().equals(key)) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  /** The value of a key that must be there; if it is not, that is reported. */
  public Optional<Node> required(String key) {
    Optional<Node> value = optional(key);
    if (value.isEmpty()) {
      problems.error(where, what + " lacks " + Quoted.of(key));
    }
    return value;
  }

  /** Refuses a key that is designed but not built, rather than ignoring what it asks for. */
  public void unsupported(String key) {
    entry(key)
        .ifPresent(
            entry ->
                problems.error(
                    entry.key().span(), "this version does not support " + Quoted.of(key)));
  }

  /** Reports every key that was not asked for. */
  public void refuseUnknown() {
    for (Entry entry : entries) {
      String key = entry.key().text();
      if (!known.contains(key)) {
        problems.error(
            entry.key().span(),
            "unknown key " + Quoted.of(key) + " in " + what,
            Spelling.nearest(key, known));
      }
    }
  }
}
