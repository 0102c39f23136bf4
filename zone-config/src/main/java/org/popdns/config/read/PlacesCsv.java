package org.popdns.config.read;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.popdns.config.model.IpPrefix;
import org.popdns.config.model.Location;
import org.popdns.config.model.PlacePrefix;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Span;
import org.popdns.config.problem.Spelling;
import org.popdns.config.tree.Node.Form;
import org.popdns.config.tree.Node.ScalarNode;
import org.popdns.config.tree.Node.Style;
import org.popdns.config.tree.Scalars;

/**
 * Reads the operator's prefixes as networks publish where they are (RFC 8805 §2): prefix, country,
 * region, city, postal code. A first line that begins with {@code prefix} names other columns.
 * Lines that begin with {@code #} and empty ones are passed over. Where no line names the columns,
 * what others publish is taken as they write it: single addresses, codes in small letters, and
 * further fields, which mean nothing. Used by the one thread that loads.
 *
 * <pre>
 * prefix,country,region,asn
 * 192.0.2.0/24,DE,DE-BY,64500
 * </pre>
 */
final class PlacesCsv {

  /** City and postal code are allowed, and mean nothing here. */
  private static final List<String> GEOFEED =
      List.of("prefix", "country", "region", "city", "postal");

  private static final List<String> COLUMNS =
      List.of("prefix", "country", "region", "asn", "latitude", "longitude", "city", "postal");

  private final FileProblems problems;
  private final PlaceCodes codes;
  private final Set<IpPrefix> seen = new HashSet<>();
  private List<String> columns = GEOFEED;

  PlacesCsv(FileProblems problems) {
    this.problems = problems;
    this.codes = new PlaceCodes(problems);
  }

  /** A field and its place. */
  private record Field(String text, Span where) {}

  /** What is right in the file. */
  List<PlacePrefix> read() {
    List<PlacePrefix> all = new ArrayList<>();
    int number = 0;
    boolean isFirst = true;
    for (String line : problems.source().text().lines().toList()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      List<Field> fields = fields(line, number);
      if (isFirst && fields.getFirst().text.equals("prefix")) {
        columns = header(fields);
      } else {
        prefix(fields).ifPresent(all::add);
      }
      isFirst = false;
    }
    return all;
  }

  private List<Field> fields(String line, int number) {
    List<Field> fields = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i <= line.length(); i++) {
      char c = i < line.length() ? line.charAt(i) : ',';
      if (c == '"' && i < line.length()) {
        quoted = !quoted;
      } else if (c == ',' && (!quoted || i == line.length())) {
        fields.add(field(text.toString().strip(), line, number, start, i));
        text.setLength(0);
        start = i + 1;
      } else {
        text.append(c);
      }
    }
    return fields;
  }

  private static Field field(String text, String line, int number, int start, int end) {
    return new Field(
        text, new Span(number, line.codePointCount(0, start) + 1, line.codePointCount(start, end)));
  }

  private List<String> header(List<Field> fields) {
    List<String> named = new ArrayList<>();
    for (Field field : fields) {
      if (!COLUMNS.contains(field.text)) {
        problems.error(
            field.where,
            "unknown column " + Quoted.of(field.text),
            Spelling.nearest(field.text, COLUMNS));
      } else if (named.contains(field.text)) {
        problems.error(field.where, "column " + Quoted.of(field.text) + " stands here twice");
      }
      named.add(field.text);
    }
    return named;
  }

  private Optional<PlacePrefix> prefix(List<Field> fields) {
    Field first = fields.getFirst();
    Optional<IpPrefix> prefix =
        new Prefixes(new Scalars(problems), problems)
            .read(
                new ScalarNode(prefixText(first.text), Form.TEXT, Style.PLAIN, first.where),
                "the first field");
    if (prefix.filter(known -> !seen.add(known)).isPresent()) {
      problems.error(first.where, "this prefix stands here twice");
    }
    if (fields.size() > columns.size() && !isGeofeed()) {
      problems.error(
          fields.get(columns.size()).where,
          "more fields than the columns " + String.join(", ", columns));
    }
    Optional<String> country =
        column(fields, "country").flatMap(field -> codes.country(code(field), field.where));
    Optional<String> subdivision =
        column(fields, "region").flatMap(field -> subdivision(field, country));
    Optional<Field> asn = column(fields, "asn");
    OptionalLong number =
        asn.map(field -> codes.asn(field.text, field.where)).orElse(OptionalLong.empty());
    Optional<Field> north = column(fields, "latitude");
    Optional<Field> east = column(fields, "longitude");
    if (north.isPresent() != east.isPresent()) {
      problems.error(
          north.or(() -> east).orElse(first).where, "a latitude and a longitude go together");
    }
    Optional<Location> location =
        north
            .flatMap(field -> codes.degrees(field.text, "latitude", 90, field.where))
            .flatMap(
                latitude ->
                    east.flatMap(field -> codes.degrees(field.text, "longitude", 180, field.where))
                        .map(longitude -> new Location(latitude, longitude)));
    if (column(fields, "country").isEmpty() && asn.isEmpty() && north.isEmpty()) {
      problems.warning(first.where, "nothing is said of this prefix");
    }
    return prefix.map(of -> new PlacePrefix(of, country, subdivision, number, location));
  }

  private boolean isGeofeed() {
    return columns.equals(GEOFEED);
  }

  /** RFC 8805 §2.1.1.1: a single address stands for itself. */
  private String prefixText(String text) {
    if (!isGeofeed() || !text.matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
      return text;
    }
    return text + (text.indexOf(':') < 0 ? "/32" : "/128");
  }

  private String code(Field field) {
    return isGeofeed() ? field.text.toUpperCase(Locale.ROOT) : field.text;
  }

  /** RFC 8805 §2.1.1.3: as ISO 3166-2 has it, with the country. */
  private Optional<String> subdivision(Field field, Optional<String> country) {
    String region = code(field);
    int dash = region.indexOf('-');
    if (country.isPresent() && dash != 2) {
      problems.error(
          field.where,
          "a region is written with its country, such as "
              + country.get()
              + "-X, not "
              + Quoted.of(field.text));
      return Optional.empty();
    }
    if (country.filter(region::startsWith).isEmpty()) {
      problems.error(field.where, "the region is in another country than the prefix");
      return Optional.empty();
    }
    return codes.subdivision(region.substring(dash + 1), field.where);
  }

  private Optional<Field> column(List<Field> fields, String name) {
    int index = columns.indexOf(name);
    return index < 0 || index >= fields.size() || fields.get(index).text.isEmpty()
        ? Optional.empty()
        : Optional.of(fields.get(index));
  }
}
