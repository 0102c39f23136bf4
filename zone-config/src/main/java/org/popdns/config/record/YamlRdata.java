package org.popdns.config.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.config.tree.Node.ScalarNode;
import org.popdns.config.tree.Scalars;
import org.popdns.name.DomainName;
import org.popdns.record.Field;
import org.popdns.record.FieldKind;
import org.popdns.record.RdataReader;
import org.popdns.record.RecordType;
import org.popdns.record.TextWords;
import org.popdns.record.Words;

/**
 * Makes RDATA from values in YAML. A type of one field takes a scalar, the others a mapping of the
 * table's keys; what octoDNS writes in another way has a shape of its own. Every type takes RFC
 * 3597's form too. Used by the one thread that loads, for all values of a zone.
 */
public final class YamlRdata {

  // Names are absolute.
  private static final byte[] NO_ORIGIN = {};
  private static final int DS = RecordType.DS;

  // The keys that octoDNS had for DS at first.
  private static final Map<String, String> OLDER_DS =
      Map.of(
          "key_tag", "flags",
          "algorithm", "protocol",
          "digest_type", "algorithm",
          "digest", "public_key");

  private final DomainName zone;
  private final FileProblems problems;
  private final Scalars scalars;
  private final RdataReader reader = new RdataReader();

  /**
   * Reads the values of a zone.
   *
   * @param zone its origin, for messages
   */
  public YamlRdata(DomainName zone, FileProblems problems) {
    this.zone = zone;
    this.problems = problems;
    this.scalars = new Scalars(problems);
  }

  /**
   * Makes RDATA from one value.
   *
   * @return false if the value does not fit, and then that is reported
   */
  public boolean read(RecordType type, Node value) {
    boolean made;
    if (isGeneric(type, value)) {
      made =
          scalars
              .text(value, type + " record")
              .filter(text -> judged(reader.read(type, TextWords.of(text), 0, NO_ORIGIN), value))
              .isPresent();
    } else {
      made =
          switch (type.number()) {
            case RecordType.TXT, RecordType.SPF -> text(type, value);
            case RecordType.LOC -> location(type, value);
            default -> type.fields().size() == 1 ? single(type, value) : mapping(type, value);
          };
    }
    if (made) {
      reader.doubt().ifPresent(found -> problems.warning(value.span(), found));
    }
    return made;
  }

  /** The RDATA that was read last, from the beginning, names uncompressed; until the next. */
  public byte[] bytes() {
    return reader.bytes();
  }

  /** Its length in bytes. */
  public int length() {
    return reader.length();
  }

  private static boolean isGeneric(RecordType type, Node value) {
    return type.isOpaque()
        || (value instanceof ScalarNode scalar
            && (scalar.text().equals("\\#") || scalar.text().startsWith("\\# ")));
  }

  private boolean judged(boolean read, Node at) {
    if (!read) {
      problems.error(at.span(), reader.problem());
    }
    return read;
  }

  private boolean text(RecordType type, Node value) {
    return scalars
        .anyText(value, type + " record")
        .flatMap(text -> TextChunks.words(text, type + " record", value.span(), problems))
        .filter(words -> judged(reader.read(type, words, 0, NO_ORIGIN), value))
        .isPresent();
  }

  private boolean location(RecordType type, Node value) {
    if (value instanceof ScalarNode scalar) {
      return judged(reader.read(type, TextWords.of(scalar.text()), 0, NO_ORIGIN), value);
    }
    return Fields.of(value, type + " record", value.span(), problems)
        .flatMap(fields -> new LocationFields(fields, scalars).text())
        .filter(text -> judged(reader.read(type, TextWords.of(text), 0, NO_ORIGIN), value))
        .isPresent();
  }

  private boolean single(RecordType type, Node value) {
    reader.begin(type, NO_ORIGIN);
    return field(type, type.fields().getFirst(), value) && judged(reader.end(), value);
  }

  private boolean mapping(RecordType type, Node value) {
    Optional<Fields> fields = Fields.of(value, type + " record", value.span(), problems);
    if (fields.isEmpty()) {
      return false;
    }
    boolean older = type.number() == DS && hasOlderKeys(value);
    reader.begin(type, NO_ORIGIN);
    boolean complete = true;
    for (Field field : type.fields()) {
      // Each is looked at, so that all that is wrong is reported.
      complete &= field(type, field, fields.get(), older);
    }
    fields.get().refuseUnknown();
    return complete && judged(reader.end(), value);
  }

  private static boolean hasOlderKeys(Node value) {
    return value instanceof MappingNode mapping
        && mapping.entries().stream()
            .map(entry -> entry.key().text())
            .anyMatch(key -> key.equals("flags") || key.equals("public_key"));
  }

  private boolean field(RecordType type, Field field, Fields in, boolean older) {
    if (older) {
      return in.required(OLDER_DS.getOrDefault(field.key(), field.key()))
          .filter(node -> field(type, field, node))
          .isPresent();
    }
    Optional<Node> node = in.optional(field.key());
    Optional<Node> other = field.olderKey().flatMap(in::optional);
    if (node.isPresent() && other.isPresent()) {
      problems.error(
          other.get().span(),
          type
              + " has both "
              + Quoted.of(field.key())
              + " and "
              + field.olderKey().map(Quoted::of).orElse(""));
      return false;
    }
    Optional<Node> given = node.or(() -> other);
    if (given.isEmpty() && field.whenMissing().isPresent()) {
      return reader.readField(field, TextWords.of(field.whenMissing().get()));
    }
    return given
        .or(() -> in.required(field.key()))
        .filter(found -> field(type, field, found))
        .isPresent();
  }

  private boolean field(RecordType type, Field field, Node value) {
    String what = type.subject(field);
    return words(type, field.kind(), what, value)
        .filter(words -> judged(reader.readField(field, words), part(field.kind(), value)))
        .isPresent();
  }

  /** Where in a value what was wrong stands. */
  private Node part(FieldKind kind, Node value) {
    return kind.content() == FieldKind.Content.PARAMETERS
            && value instanceof MappingNode mapping
            && reader.problemWord() < mapping.entries().size()
        ? mapping.entries().get(reader.problemWord()).value()
        : value;
  }

  /** What stands there, as the words of a master file. */
  private Optional<Words> words(RecordType type, FieldKind kind, String what, Node value) {
    return switch (kind.content()) {
      case NAME -> AbsoluteName.read(value, what, Optional.of(zone), problems).map(YamlRdata::word);
      case NAMES -> each(value, node -> AbsoluteName.read(node, what, Optional.of(zone), problems));
      case TEXT -> scalars.anyText(value, what).map(TextWords::escaped);
      case TEXTS ->
          value instanceof ScalarNode
              ? scalars.anyText(value, what).map(TextWords::of)
              : all(value, node -> scalars.anyText(node, what)).map(TextWords::escaped);
      case PARAMETERS -> new ServiceFields(type.mnemonic(), problems).words(value);
      case OTHER ->
          kind.extent() == FieldKind.Extent.ONE || value instanceof ScalarNode
              ? scalar(kind, what, value).map(TextWords::of)
              : all(value, node -> scalar(kind, what, node))
                  .map(texts -> TextWords.of(String.join(" ", texts)));
    };
  }

  private Optional<String> scalar(FieldKind kind, String what, Node value) {
    return value instanceof ScalarNode scalar
            && scalar.form() != Node.Form.NULL
            && (kind.extent() != FieldKind.Extent.ONE || isOneWord(scalar.text()))
        ? Optional.of(scalar.text())
        : scalars.mismatch(value, what, kind.expected());
  }

  private static boolean isOneWord(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isWhitespace(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static Words word(DomainName name) {
    return TextWords.of(name.toString());
  }

  private Optional<Words> each(Node value, Function<Node, Optional<DomainName>> read) {
    return all(value, node -> read.apply(node).map(DomainName::toString))
        .map(names -> TextWords.of(String.join(" ", names)));
  }

  private static Optional<List<String>> all(Node value, Function<Node, Optional<String>> read) {
    List<String> texts = new ArrayList<>();
    boolean complete = true;
    for (Node node : Scalars.oneOrMore(value)) {
      Optional<String> text = read.apply(node);
      text.ifPresent(texts::add);
      complete &= text.isPresent();
    }
    return complete ? Optional.of(texts) : Optional.empty();
  }
}
