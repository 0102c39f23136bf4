package org.popdns.config.zone;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.popdns.config.dynamic.DynamicYaml;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Span;
import org.popdns.config.problem.Spelling;
import org.popdns.config.record.AbsoluteName;
import org.popdns.config.record.YamlRdata;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.Form;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.config.tree.Node.ScalarNode;
import org.popdns.config.tree.Node.SequenceNode;
import org.popdns.config.tree.OtherYaml;
import org.popdns.config.tree.Scalars;
import org.popdns.config.tree.Yaml11;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.record.RecordType.Count;
import org.popdns.record.RecordTypes;

/** Reads one record of a zone in octoDNS's YAML format. Used by the one thread that loads. */
final class RecordYaml {

  private static final List<String> COMMON_KEYS =
      List.of("ttl", "cluster", "dynamic", "value", "values", "octodns");

  /** Longest TTL (RFC 2181 §8), in seconds. */
  static final long MAX_TTL = Integer.MAX_VALUE;

  private static final Set<String> OCTODNS_ONLY = Set.of("ALIAS", "URLFWD");
  private static final Set<String> TARGET_KEYS = Set.of("exchange", "value", "target");
  private static final long MAX_U32 = 0xffff_ffffL;

  private final FileProblems problems;
  private final DomainName zone;
  private final Scalars scalars;
  private final long defaultTtl;
  private final YamlRdata rdata;
  private final DynamicYaml dynamic;
  private final SetValues set = new SetValues();

  /**
   * Prepares for a zone.
   *
   * @param settings what decides beside the files
   */
  RecordYaml(FileProblems problems, DomainName zone, ZoneYaml.Settings settings) {
    this.problems = problems;
    this.zone = zone;
    this.defaultTtl = settings.defaultTtl();
    this.scalars = new Scalars(problems);
    this.rdata = new YamlRdata(zone, problems);
    this.dynamic = new DynamicYaml(problems, rdata, settings.sites());
  }

  /** What a record turned out to be. */
  sealed interface Outcome {
    /** Nothing of use; the problems say why. */
    record Refused() implements Outcome {}

    /** It is for others. */
    record NotOurs() implements Outcome {}

    /**
     * The zone's SOA record.
     *
     * @param clientSubnet what it says of the zone beside that: whether client subnets are asked
     */
    record Soa(SoaFields fields, Optional<Boolean> clientSubnet) implements Outcome {}

    /**
     * Any other records.
     *
     * @param plan what gives addresses or names; the values are then the last resort
     * @param values at least one unless there is a plan; valid until the next record is read
     */
    record Records(RecordType type, long ttlSeconds, Optional<PlanName> plan, SetValues values)
        implements Outcome {}
  }

  /**
   * The plan that gives a record's values.
   *
   * @param name a cluster's, which may not exist, or that of the record's own plan
   * @param own what the record itself says of it
   */
  record PlanName(String name, Span where, Optional<SteeringPlan> own) {}

  /**
   * Reads a record.
   *
   * @param owner its name, in wire format
   * @param where where to report what concerns it as a whole
   */
  Outcome read(byte[] owner, Node node, Span where) {
    Optional<Fields> fields = Fields.of(node, "record", where, problems);
    if (fields.isEmpty()) {
      return new Outcome.Refused();
    }
    Fields record = fields.get();
    Optional<Entry> octodns = record.entry("octodns");
    if (octodns.filter(entry -> isOthers(entry, problems)).isPresent()
        || record.optional("type").filter(RecordYaml::isOthersType).isPresent()) {
      return new Outcome.NotOurs();
    }
    Optional<Node> typeNode = record.required("type");
    Optional<String> type =
        typeNode.isPresent() ? scalars.text(typeNode.get(), "record type") : Optional.empty();
    if (type.isEmpty()) {
      // It may be misspelt, as may other keys that every type has.
      COMMON_KEYS.forEach(record::optional);
      record.refuseUnknown();
      return new Outcome.Refused();
    }
    if (type.get().equals("SOA")) {
      Optional<Boolean> clientSubnet = record.optional("ecs").flatMap(this::clientSubnet);
      return new Outcome.Soa(soa(record), clientSubnet);
    }
    return type(type.get(), where)
        .map(found -> records(owner, found, record, where))
        .orElseGet(Outcome.Refused::new);
  }

  // In any of the words of YAML 1.1, as all of a zone.
  private Optional<Boolean> clientSubnet(Node node) {
    Optional<Boolean> flag =
        node instanceof ScalarNode scalar ? Yaml11.flag(scalar) : Optional.empty();
    return flag.or(() -> scalars.mismatch(node, "ecs", "true or false"));
  }

  private static boolean isOthers(Entry octodns, FileProblems problems) {
    return OctodnsSection.scope(octodns, problems) == OctodnsSection.Scope.NOT_OURS;
  }

  // octoDNS names a type that only one kind of provider has after that: Route53Provider/ALIAS.
  private static boolean isOthersType(Node type) {
    return type instanceof ScalarNode scalar && scalar.text().indexOf('/') > 0;
  }

  /** The type of a mnemonic in any case, of those that an owner's records are written with. */
  private static Optional<RecordType> type(String mnemonic) {
    return RecordTypes.byMnemonic(mnemonic)
        .filter(type -> type.use() == RecordType.Use.DATA && type.number() != RecordType.SOA);
  }

  private static boolean isUpperCase(String mnemonic) {
    return mnemonic.equals(mnemonic.toUpperCase(Locale.ROOT));
  }

  private Optional<RecordType> type(String mnemonic, Span where) {
    Optional<RecordType> type = type(mnemonic).filter(known -> isUpperCase(mnemonic));
    if (type.isEmpty() && OCTODNS_ONLY.contains(mnemonic)) {
      problems.error(
          where,
          mnemonic
              + " is no record of DNS, and popdns has nothing that does the same: where it is for"
              + " others, octodns: {excluded: [popdns]} says so");
    } else if (type.isEmpty()) {
      String upper = mnemonic.toUpperCase(Locale.ROOT);
      problems.error(
          where,
          "unknown record type " + Quoted.of(mnemonic),
          type(upper)
              .map(RecordType::mnemonic)
              .or(() -> Spelling.nearest(mnemonic, RecordTypes.mnemonics())));
    }
    return type;
  }

  private Outcome records(byte[] owner, RecordType type, Fields record, Span where) {
    Optional<Entry> ownCluster = record.entry("cluster");
    Optional<Entry> value = record.entry("value");
    Optional<Entry> values = record.entry("values");
    Optional<Entry> rules = record.entry("dynamic");
    Optional<Long> ttl =
        record.optional("ttl").filter(RecordYaml::isAuto).isPresent()
            ? notAuto(record, rules.isPresent(), ownCluster.isPresent())
            : seconds(record, "ttl", defaultTtl);
    record.unsupported("geo");
    OctodnsSection octodns =
        record
            .entry("octodns")
            .map(entry -> OctodnsSection.read(entry, problems))
            .orElse(OctodnsSection.NONE);
    if (values.isEmpty() && value.filter(entry -> !isMisplaced(entry, type)).isEmpty()) {
      List<Entry> misplaced = misplaced(type, record);
      if (!misplaced.isEmpty()) {
        record.refuseUnknown();
        refuse(misplaced, type);
        return new Outcome.Refused();
      }
    }
    record.refuseUnknown();

    if (value.isPresent() && values.isPresent()) {
      problems.error(values.get().key().span(), "a record has 'value' or 'values', not both");
      return new Outcome.Refused();
    }
    Optional<Entry> given = value.or(() -> values);
    if (ownCluster.isPresent() && given.isPresent()) {
      problems.error(
          given.get().key().span(),
          "the addresses come from the cluster: a record has 'cluster' or "
              + Quoted.of(given.get().key().text())
              + ", not both");
      return new Outcome.Refused();
    }
    if (ownCluster.isPresent() && octodns.cluster().isPresent()) {
      problems.error(octodns.cluster().get().key().span(), "the record has a cluster already");
      return new Outcome.Refused();
    }
    Optional<Entry> clusterEntry = ownCluster.or(octodns::cluster);
    if (clusterEntry.isPresent() && rules.isPresent()) {
      problems.error(
          clusterEntry.get().key().span(), "a record has 'dynamic' or a cluster, not both");
      return new Outcome.Refused();
    }
    if (rules.isEmpty()) {
      octodns.refuseDynamicKeys(problems);
    }
    Optional<PlanName> plan =
        rules
            .flatMap(entry -> plan(owner, entry, type, octodns))
            .or(() -> clusterEntry.flatMap(entry -> cluster(entry, type)));
    if (clusterEntry.isEmpty() && given.isEmpty()) {
      problems.error(where, type + " record lacks 'value' or 'values'");
      return new Outcome.Refused();
    }
    set.clear();
    boolean isRead = given.isEmpty() || readValues(given.get(), type);
    boolean complete =
        ttl.isPresent() && isRead && (plan.isPresent() || (given.isPresent() && rules.isEmpty()));
    return complete ? new Outcome.Records(type, ttl.get(), plan, set) : new Outcome.Refused();
  }

  /** True for a value that is a scalar although a mapping has such a field: CAA, MX. */
  private static boolean isMisplaced(Entry value, RecordType type) {
    return value.value() instanceof ScalarNode
        && type.fields().size() > 1
        && keys(type).anyMatch(key -> key.equals(value.key().text()));
  }

  private static Stream<String> keys(RecordType type) {
    return type.fields().stream()
        .flatMap(field -> Stream.concat(Stream.of(field.key()), field.olderKey().stream()));
  }

  /** The fields of the RDATA that stand beside the type. */
  private static List<Entry> misplaced(RecordType type, Fields record) {
    return type.fields().size() == 1
        ? List.of()
        : keys(type)
            .filter(key -> !key.equals("type") && !COMMON_KEYS.contains(key))
            .flatMap(key -> record.entry(key).stream())
            .toList();
  }

  private void refuse(List<Entry> misplaced, RecordType type) {
    String keys =
        misplaced.stream()
            .map(entry -> Quoted.of(entry.key().text()))
            .collect(Collectors.joining(", "));
    problems.error(
        misplaced.getFirst().key().span(),
        type
            + " record: "
            + keys
            + (misplaced.size() == 1 ? " belongs" : " belong")
            + " into a mapping under 'value'");
  }

  private Optional<PlanName> plan(
      byte[] owner, Entry entry, RecordType type, OctodnsSection octodns) {
    if (!type.isAddress()
        && type.number() != RecordType.CNAME
        && type.number() != RecordType.DNAME) {
      problems.error(
          entry.key().span(),
          "octoDNS passes over 'dynamic' in "
              + type
              + " records: it is for A, AAAA, CNAME and DNAME");
      return Optional.empty();
    }
    return dynamic
        .read(DomainName.ofWire(owner), type, octodns.keys(entry, problems))
        .map(own -> new PlanName(own.name(), entry.key().span(), Optional.of(own)));
  }

  private Optional<PlanName> cluster(Entry entry, RecordType type) {
    if (!type.isAddress()) {
      problems.error(
          entry.key().span(), "a cluster gives A and AAAA records, not " + type.mnemonic());
      return Optional.empty();
    }
    return scalars
        .name(entry.value(), "cluster")
        .map(name -> new PlanName(name, entry.value().span(), Optional.empty()));
  }

  /** False if a value does not fit, which is reported. */
  private boolean readValues(Entry entry, RecordType type) {
    List<Node> nodes = Scalars.oneOrMore(entry.value());
    if (nodes.isEmpty()) {
      problems.error(entry.key().span(), type + " record has no values");
      return false;
    }
    if (type.count() == Count.ONE && nodes.size() > 1) {
      problems.error(nodes.get(1).span(), "a name has one " + type + " record, not several");
      return false;
    }
    if (nodes.size() > ZoneRecords.MOST_IN_A_SET) {
      problems.error(
          entry.key().span(),
          "more than " + ZoneRecords.MOST_IN_A_SET + " records of one name and type");
      return false;
    }
    boolean complete = true;
    for (Node node : nodes) {
      complete &= meansTheSame(node, type) && readValue(node, type);
    }
    return complete;
  }

  private boolean readValue(Node node, RecordType type) {
    if (!rdata.read(type, node)) {
      return false;
    }
    int first = set.add(type, rdata.bytes(), rdata.length(), node.span(), targetSpan(node));
    if (first >= 0) {
      // RFC 2181 §5: there are no duplicates in a set.
      problems.warning(
          node.span(),
          "the same "
              + type
              + " value stands in "
              + problems.line(set.where(first))
              + " already; it counts once");
    }
    return true;
  }

  /** False if octoDNS would read something else, which is reported. */
  private boolean meansTheSame(Node value, RecordType type) {
    if (value instanceof ScalarNode scalar) {
      return meansTheSame(
          scalar,
          type.number() == RecordType.LOC ? Yaml11.otherNumber(scalar) : Yaml11.otherText(scalar));
    }
    boolean same = true;
    if (value instanceof SequenceNode list) {
      for (Node item : list.items()) {
        same &= meansTheSame(item, type);
      }
    } else if (value instanceof MappingNode mapping) {
      for (Entry entry : mapping.entries()) {
        same &= meansTheSame(entry.value(), type);
      }
    }
    return same;
  }

  private boolean meansTheSame(ScalarNode scalar, Optional<String> other) {
    if (other.isEmpty() || scalar.form() == Form.NULL) {
      return true;
    }
    problems.error(scalar.span(), OtherYaml.message(scalar, other.get()));
    return false;
  }

  // The name that MX and SRV records lead to, in whichever spelling.
  private static Span targetSpan(Node value) {
    if (value instanceof MappingNode mapping) {
      for (Entry entry : mapping.entries()) {
        if (TARGET_KEYS.contains(entry.key().text())) {
          return entry.value().span();
        }
      }
    }
    return value.span();
  }

  private SoaFields soa(Fields record) {
    Optional<DomainName> mname = name(record, "mname");
    Optional<DomainName> rname = name(record, "rname");
    Optional<Long> serial =
        record.optional("serial").flatMap(node -> scalars.integer(node, "SOA serial", 0, MAX_U32));
    long refresh = seconds(record, "refresh", SoaFields.REFRESH).orElse(0L);
    long retry = seconds(record, "retry", SoaFields.RETRY).orElse(0L);
    long expire = seconds(record, "expire", SoaFields.EXPIRE).orElse(0L);
    long minimum = seconds(record, "minimum", SoaFields.MINIMUM).orElse(0L);
    long ttl = seconds(record, "ttl", SoaFields.TTL).orElse(0L);
    record.refuseUnknown();
    return new SoaFields(mname, rname, serial, refresh, retry, expire, minimum, ttl);
  }

  private Optional<DomainName> name(Fields record, String key) {
    return record
        .optional(key)
        .flatMap(node -> AbsoluteName.read(node, "SOA " + key, Optional.of(zone), problems));
  }

  private static boolean isAuto(Node ttl) {
    return ttl instanceof ScalarNode scalar && scalar.text().equals("auto");
  }

  /** Refuses what clusters and dynamic records say elsewhere, and no other record can say. */
  private Optional<Long> notAuto(Fields record, boolean isDynamic, boolean hasCluster) {
    record
        .optional("ttl")
        .ifPresent(
            node ->
                problems.error(
                    node.span(),
                    isDynamic
                        ? "octoDNS reads a number here: octodns: {popdns: {ttl: auto}} says so"
                        : hasCluster
                            ? "ttl: auto is said of the cluster, in the clusters file"
                            : "ttl: auto is for records with 'dynamic' or a cluster, whose answers"
                                + " change by themselves"));
    return Optional.empty();
  }

  private Optional<Long> seconds(Fields record, String key, long whenMissing) {
    Optional<Node> node = record.optional(key);
    if (node.isEmpty()) {
      return Optional.of(whenMissing);
    }
    boolean isOther =
        node.get() instanceof ScalarNode scalar
            && !meansTheSame(scalar, Yaml11.otherNumber(scalar));
    return isOther ? Optional.empty() : scalars.integer(node.get(), key, 0, MAX_TTL);
  }
}
