package org.popdns.config.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Spelling;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.Form;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.config.tree.Node.ScalarNode;
import org.popdns.config.tree.Scalars;
import org.popdns.name.DomainName;

/**
 * The parameters of SVCB and HTTPS records (RFC 9460 §2.2, §7), as octoDNS writes them: a mapping
 * of names to values or lists. Used once, by the one thread that loads.
 */
final class ServiceParameters {

  private static final int MANDATORY = 0;
  private static final int ALPN = 1;
  private static final int NO_DEFAULT_ALPN = 2;

  private static final Map<String, Integer> NUMBERS =
      Map.of(
          "mandatory", MANDATORY,
          "alpn", ALPN,
          "no-default-alpn", NO_DEFAULT_ALPN,
          "port", 3,
          "ipv4hint", 4,
          "ech", 5,
          "ipv6hint", 6,
          "dohpath", 7,
          "ohttp", 8);

  private final String what;
  private final DomainName zone;
  private final FileProblems problems;
  private final Scalars scalars;

  ServiceParameters(String what, DomainName zone, FileProblems problems) {
    this.what = what;
    this.zone = zone;
    this.problems = problems;
    this.scalars = new Scalars(problems);
  }

  /** The name of a parameter, {@code keyNNN} where it has none of its own. */
  static String name(int number) {
    return NUMBERS.entrySet().stream()
        .filter(entry -> entry.getValue() == number)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("key" + number);
  }

  /** The parameters' bytes in the order of their numbers; empty if one does not fit. */
  Optional<byte[]> read(Node node) {
    if (!(node instanceof MappingNode mapping)) {
      return scalars.mismatch(node, what + " svcparams", "a mapping");
    }
    SortedMap<Integer, byte[]> parameters = new TreeMap<>();
    boolean complete = true;
    for (Entry entry : mapping.entries()) {
      Optional<Integer> number = number(entry.key());
      Optional<byte[]> value = number.flatMap(n -> value(n, entry));
      complete &= value.isPresent();
      if (value.isPresent() && parameters.putIfAbsent(number.get(), value.get()) != null) {
        problems.error(entry.key().span(), "the same parameter stands here twice");
      }
    }
    return complete && consistent(node, parameters)
        ? Optional.of(wire(parameters))
        : Optional.empty();
  }

  private Optional<Integer> number(ScalarNode key) {
    Optional<Integer> number = number(key.text());
    if (number.isEmpty()) {
      problems.error(
          key.span(),
          "unknown parameter " + Quoted.of(key.text()) + " of " + what,
          Spelling.nearest(key.text(), NUMBERS.keySet()));
    }
    return number;
  }

  private static Optional<Integer> number(String name) {
    if (name.matches("key(0|[1-9][0-9]{0,4})")) {
      int number = Integer.parseInt(name.substring(3));
      return number < 0xffff ? Optional.of(number) : Optional.empty();
    }
    return Optional.ofNullable(NUMBERS.get(name));
  }

  private Optional<byte[]> value(int number, Entry entry) {
    Node node = entry.value();
    String name = what + " " + entry.key().text();
    if (entry.key().text().startsWith("key")) {
      return isNothing(node)
          ? Optional.of(new byte[0])
          : FieldKind.TEXT.read(node, name, zone, problems);
    }
    return switch (number) {
      case MANDATORY -> mandatory(node, name);
      case ALPN -> each(node, name, FieldKind.CHARACTER_STRING);
      case NO_DEFAULT_ALPN, 8 -> flag(node, name);
      case 3 -> FieldKind.U16.read(node, name, zone, problems);
      case 4 -> each(node, name, FieldKind.IPV4);
      case 5 -> FieldKind.BASE64.read(node, name, zone, problems);
      case 6 -> each(node, name, FieldKind.IPV6);
      default -> FieldKind.TEXT.read(node, name, zone, problems);
    };
  }

  private static boolean isNothing(Node node) {
    return node instanceof ScalarNode scalar
        && (scalar.form() == Form.NULL || scalar.text().isEmpty());
  }

  private Optional<byte[]> flag(Node node, String name) {
    return isNothing(node) ? Optional.of(new byte[0]) : scalars.mismatch(node, name, "empty");
  }

  private Optional<byte[]> each(Node node, String name, FieldKind kind) {
    RdataBuilder out = new RdataBuilder();
    List<Node> items = Scalars.oneOrMore(node);
    boolean complete = !items.isEmpty();
    if (!complete) {
      problems.error(node.span(), name + " must not be empty");
    }
    for (Node item : items) {
      Optional<byte[]> bytes = kind.read(item, name, zone, problems);
      bytes.ifPresent(out::bytes);
      complete &= bytes.isPresent();
    }
    return complete ? Optional.of(out.build()) : Optional.empty();
  }

  private Optional<byte[]> mandatory(Node node, String name) {
    TreeSet<Integer> numbers = new TreeSet<>();
    for (Node item : Scalars.oneOrMore(node)) {
      Optional<Integer> number = scalars.text(item, name).flatMap(ServiceParameters::number);
      if (number.isEmpty() || number.get() == MANDATORY || !numbers.add(number.get())) {
        return scalars.mismatch(item, name, "names of other parameters, each once");
      }
    }
    RdataBuilder out = new RdataBuilder();
    numbers.forEach(out::u16);
    return Optional.of(out.build());
  }

  // RFC 9460 §7.1.1, §8: what these two name or need must be there.
  private boolean consistent(Node node, Map<Integer, byte[]> parameters) {
    if (parameters.containsKey(NO_DEFAULT_ALPN) && !parameters.containsKey(ALPN)) {
      problems.error(node.span(), what + " no-default-alpn needs alpn");
      return false;
    }
    byte[] mandatory = parameters.getOrDefault(MANDATORY, new byte[0]);
    List<Integer> missing = new ArrayList<>();
    for (int i = 0; i < mandatory.length; i += 2) {
      int number = (mandatory[i] & 0xff) << 8 | (mandatory[i + 1] & 0xff);
      if (!parameters.containsKey(number)) {
        missing.add(number);
      }
    }
    if (!missing.isEmpty()) {
      problems.error(
          node.span(),
          what + " mandatory names a parameter that is not there: key" + missing.getFirst());
    }
    return missing.isEmpty();
  }

  private static byte[] wire(SortedMap<Integer, byte[]> parameters) {
    RdataBuilder out = new RdataBuilder();
    parameters.forEach((number, value) -> out.u16(number).u16(value.length).bytes(value));
    return out.build();
  }
}
