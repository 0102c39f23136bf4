package org.popdns.config.record;

import java.util.List;
import java.util.Optional;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.name.DomainName;

/**
 * A value that is a mapping, whose fields in turn make the RDATA.
 *
 * @param older other fields for the same RDATA, which count where one of their keys stands that is
 *     none of the fields'
 */
record StructureShape(List<Field> fields, List<Field> older) implements ValueShape {

  StructureShape {
    fields = List.copyOf(fields);
    older = List.copyOf(older);
  }

  static StructureShape of(Field... fields) {
    return new StructureShape(List.of(fields), List.of());
  }

  StructureShape orOlder(Field... olderFields) {
    return new StructureShape(fields, List.of(olderFields));
  }

  private List<Field> fieldsOf(Node value) {
    return value instanceof MappingNode mapping
            && mapping.entries().stream().anyMatch(entry -> isOlder(entry.key().text()))
        ? older
        : fields;
  }

  private boolean isOlder(String key) {
    return older.stream().anyMatch(field -> field.key.equals(key))
        && fields.stream().noneMatch(field -> field.key.equals(key));
  }

  /**
   * A field of the RDATA.
   *
   * @param key its key
   * @param olderKey another key that octoDNS reads in its place
   * @param kind how it is written
   * @param whenMissing its bytes if it is left out; empty if it must be there
   */
  record Field(
      String key, Optional<String> olderKey, FieldKind kind, Optional<byte[]> whenMissing) {

    static Field of(String key, FieldKind kind) {
      return new Field(key, Optional.empty(), kind, Optional.empty());
    }

    Field or(String olderKey) {
      return new Field(key, Optional.of(olderKey), kind, whenMissing);
    }

    Field orElse(byte... bytes) {
      return new Field(key, olderKey, kind, Optional.of(bytes));
    }
  }

  @Override
  public Optional<byte[]> read(Node value, String what, DomainName zone, FileProblems problems) {
    return Fields.of(value, what + " record", value.span(), problems)
        .flatMap(
            in -> {
              RdataBuilder out = new RdataBuilder();
              boolean complete = true;
              for (Field field : fieldsOf(value)) {
                Optional<byte[]> bytes = read(field, in, what, zone, problems);
                bytes.ifPresent(out::bytes);
                complete &= bytes.isPresent();
              }
              in.refuseUnknown();
              return complete ? Optional.of(out.build()) : Optional.empty();
            });
  }

  private static Optional<byte[]> read(
      Field field, Fields in, String what, DomainName zone, FileProblems problems) {
    Optional<Node> node = in.optional(field.key());
    Optional<Node> older = field.olderKey().flatMap(in::optional);
    if (node.isPresent() && older.isPresent()) {
      problems.error(
          older.get().span(),
          what
              + " has both "
              + Quoted.of(field.key())
              + " and "
              + field.olderKey().map(Quoted::of).orElse(""));
      return Optional.empty();
    }
    Optional<Node> given = node.or(() -> older);
    if (given.isEmpty() && field.whenMissing().isPresent()) {
      return field.whenMissing();
    }
    return given
        .or(() -> in.required(field.key()))
        .flatMap(found -> field.kind().read(found, what + " " + field.key(), zone, problems));
  }
}
