package org.popdns.config.dynamic;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.popdns.config.model.Check;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.HostStatus;
import org.popdns.config.model.Pool;
import org.popdns.config.model.Target;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Span;
import org.popdns.config.record.YamlRdata;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.Form;
import org.popdns.config.tree.Node.ScalarNode;
import org.popdns.config.tree.Node.SequenceNode;
import org.popdns.config.tree.Node.Style;
import org.popdns.config.tree.OtherYaml;
import org.popdns.config.tree.Scalars;
import org.popdns.config.tree.Yaml11;
import org.popdns.name.DomainName;
import org.popdns.record.RdataText;
import org.popdns.record.RecordType;

/** Reads the pools of a dynamic record. Used by the one thread that loads. */
final class PoolYaml {

  private static final int MOST_VALUES = 1000;
  private static final Pattern NUMBER = Pattern.compile("[0-9]+(\\.[0-9]+)?");
  private static final List<String> STATUSES =
      Arrays.stream(HostStatus.values())
          .map(status -> status.name().toLowerCase(Locale.ROOT))
          .toList();

  private final FileProblems problems;
  private final Scalars scalars;
  private final YamlRdata rdata;
  private final DomainName owner;
  private final RecordType type;
  private final Check check;
  private final Judgement judgement;

  /**
   * Prepares for the pools of a record.
   *
   * @param rdata reads values
   * @param owner the record's name
   * @param check how they are probed
   */
  PoolYaml(YamlRdata rdata, DomainName owner, RecordType type, Check check, Judgement judgement) {
    this.owner = owner;
    this.problems = judgement.problems();
    this.scalars = new Scalars(problems);
    this.rdata = rdata;
    this.type = type;
    this.check = check;
    this.judgement = judgement;
  }

  /**
   * A pool as it stands.
   *
   * @param hosts one for each different value
   * @param fallback the name of the pool it falls back to, which may not exist
   */
  record Found(Span where, List<Pool.Host> hosts, Optional<Name> fallback) {}

  /** A pool's name somewhere. */
  record Name(String text, Span where) {}

  /** The pool; empty if it is refused, and then the problems say why. */
  Optional<Found> read(Entry entry) {
    ScalarNode key = entry.key();
    Optional<String> name = name(key, "a pool's name", problems);
    Optional<Fields> fields =
        Fields.of(entry.value(), "pool " + Quoted.of(key.text()), key.span(), problems);
    if (name.isEmpty() || fields.isEmpty()) {
      return Optional.empty();
    }
    Optional<Node> values = fields.get().required("values");
    Optional<Node> fallback = fields.get().optional("fallback").filter(node -> !isNull(node));
    Optional<Name> next =
        fallback
            .flatMap(node -> name(node, "a fallback", problems))
            .map(text -> new Name(text, fallback.get().span()));
    fields.get().refuseUnknown();
    List<Pool.Host> hosts = values.map(node -> hosts(node, fields.get())).orElse(List.of());
    return hosts.isEmpty() || fallback.isPresent() != next.isPresent()
        ? Optional.empty()
        : Optional.of(new Found(key.span(), hosts, next));
  }

  /** A pool's name, which is text to every reader; empty if it is not, and that is reported. */
  static Optional<String> name(Node node, String what, FileProblems problems) {
    if (!(node instanceof ScalarNode scalar) || scalar.form() == Form.NULL) {
      problems.error(node.span(), what + " must be text, not " + node.kind());
      return Optional.empty();
    }
    Optional<String> other = Yaml11.otherText(scalar);
    String text = scalar.text();
    if (other.isPresent()) {
      problems.error(node.span(), OtherYaml.message(scalar, other.get()));
    } else if (scalar.style() == Style.PLAIN && NUMBER.matcher(text).matches()) {
      problems.error(
          node.span(), what + " must be text, not a number: write '" + text + "' in quotes");
    } else if (text.isBlank() || text.chars().anyMatch(Character::isISOControl)) {
      problems.error(node.span(), what + " must be text that can be read");
    } else {
      return Optional.of(text);
    }
    return Optional.empty();
  }

  private static boolean isNull(Node node) {
    return node instanceof ScalarNode scalar && scalar.form() == Form.NULL;
  }

  /** One host for each value; none if one is refused. */
  private List<Pool.Host> hosts(Node values, Fields pool) {
    if (!(values instanceof SequenceNode list) || list.items().isEmpty()) {
      problems.error(
          values.span(),
          "values of "
              + pool.what()
              + " must be a list of mappings, such as - value: "
              + (type.isAddress() ? "192.0.2.1" : "origin.example.net."));
      return List.of();
    }
    if (list.items().size() > MOST_VALUES) {
      problems.error(pool.where(), pool.what() + " has more than " + MOST_VALUES + " values");
      return List.of();
    }
    Map<String, Weighed> byName = new LinkedHashMap<>();
    boolean complete = true;
    for (Node item : list.items()) {
      Optional<Weighed> value = value(item, pool);
      complete &= value.isPresent() && add(value.get(), byName);
    }
    if (byName.size() == 1) {
      Weighed only = byName.values().iterator().next();
      if (list.items().size() == 1 && only.weight > 1) {
        judgement.against(
            only.where,
            "the only value of " + pool.what() + " has the weight 1, whatever is written");
      }
      byName.put(only.host.name(), only.weighing(1));
    }
    return complete ? byName.values().stream().map(Weighed::host).toList() : List.of();
  }

  /** Hosts of one pool that are the same answer more often; false if they contradict each other. */
  private boolean add(Weighed value, Map<String, Weighed> byName) {
    Weighed first = byName.get(value.host.name());
    if (first == null) {
      byName.put(value.host.name(), value);
      return true;
    }
    if (first.host.status() != value.host.status()) {
      problems.error(
          value.where,
          "the value "
              + value.host.name()
              + " stands in "
              + problems.line(first.where)
              + " with another status");
      return false;
    }
    byName.put(value.host.name(), first.weighing(first.weight + value.weight));
    return true;
  }

  /** A host, and where it stands. */
  private record Weighed(Pool.Host host, int weight, Span where) {

    Weighed weighing(int other) {
      return new Weighed(
          new Pool.Host(host.name(), other, host.status(), host.endpoints()), other, where);
    }
  }

  private Optional<Weighed> value(Node item, Fields pool) {
    Optional<Fields> found = Fields.of(item, "a value of " + pool.what(), item.span(), problems);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = found.get();
    Optional<Node> value = fields.required("value");
    Optional<Node> weightNode = fields.optional("weight");
    Optional<Node> statusNode = fields.optional("status");
    fields.refuseUnknown();
    Optional<Endpoint> endpoint = value.flatMap(this::endpoint);
    Optional<Integer> weight = weightNode.isEmpty() ? Optional.of(1) : weight(weightNode.get());
    Optional<HostStatus> status =
        statusNode.isEmpty() ? Optional.of(HostStatus.OBEY) : status(statusNode.get());
    if (endpoint.isEmpty() || weight.isEmpty() || status.isEmpty()) {
      return Optional.empty();
    }
    String name = RdataText.of(type.number(), endpoint.get().rdata(type.number()).orElseThrow());
    Pool.Host host = new Pool.Host(name, weight.get(), status.get(), List.of(endpoint.get()));
    return Optional.of(new Weighed(host, weight.get(), value.get().span()));
  }

  private Optional<Endpoint> endpoint(Node value) {
    if (value instanceof ScalarNode scalar && scalar.form() != Form.NULL) {
      Optional<String> other = Yaml11.otherText(scalar);
      if (other.isPresent()) {
        problems.error(value.span(), OtherYaml.message(scalar, other.get()));
        return Optional.empty();
      }
    }
    return type.isAddress() ? atAddress(value) : atName(value);
  }

  private Optional<Endpoint> atName(Node value) {
    if (value instanceof ScalarNode scalar
        && Scalars.parseAddress(scalar.text().replaceFirst("\\.$", "")).isPresent()) {
      problems.error(
          value.span(),
          Quoted.of(scalar.text()) + " is an address, and " + type + " records lead to names");
      return Optional.empty();
    }
    if (!rdata.read(type, value)) {
      return Optional.empty();
    }
    DomainName name = DomainName.ofWire(Arrays.copyOf(rdata.bytes(), rdata.length()));
    if (name.isRoot()) {
      problems.error(value.span(), "the root has nothing that " + type + " could lead to");
      return Optional.empty();
    }
    if (type.number() == RecordType.CNAME ? name.equals(owner) : name.isAtOrBelow(owner)) {
      problems.warning(value.span(), "the " + type + " of " + owner + " leads back to itself");
    }
    return Optional.of(new Endpoint(check, new Target.Name(name)));
  }

  private Optional<Endpoint> atAddress(Node value) {
    if (!rdata.read(type, value)) {
      return Optional.empty();
    }
    Endpoint endpoint = new Endpoint(check, address(rdata));
    if (endpoint.rdata(type.number()).isEmpty()) {
      problems.error(value.span(), "an IPv4 address in an IPv6 address is none that can be probed");
      return Optional.empty();
    }
    return Optional.of(endpoint);
  }

  private static InetAddress address(YamlRdata rdata) {
    try {
      return InetAddress.getByAddress(Arrays.copyOf(rdata.bytes(), rdata.length()));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(rdata.length() + " bytes are no address", e);
    }
  }

  // Numbers may stand in quotes, as in octoDNS.
  private Optional<Integer> weight(Node node) {
    if (node instanceof ScalarNode scalar && scalar.style() == Style.QUOTED) {
      String digits = scalar.text().strip();
      return digits.matches("[0-9]{1,3}") && isWeight(Integer.parseInt(digits))
          ? Optional.of(Integer.parseInt(digits))
          : scalars.mismatch(node, "weight", "a whole number from 1 to " + PoolKeys.HEAVIEST);
    }
    if (node instanceof ScalarNode scalar) {
      Optional<String> other = Yaml11.otherNumber(scalar);
      if (other.isPresent() && scalar.form() == Form.NUMBER) {
        problems.error(node.span(), OtherYaml.message(scalar, other.get()));
        return Optional.empty();
      }
    }
    return scalars.integer(node, "weight", 1, PoolKeys.HEAVIEST).map(Long::intValue);
  }

  private static boolean isWeight(int number) {
    return number >= 1 && number <= PoolKeys.HEAVIEST;
  }

  private Optional<HostStatus> status(Node node) {
    return scalars
        .oneOf(node, "status", STATUSES)
        .map(word -> HostStatus.valueOf(word.toUpperCase(Locale.ROOT)));
  }
}
