package org.popdns.config.zone;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Mark;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Span;
import org.popdns.config.problem.Spelling;
import org.popdns.config.record.AbsoluteName;
import org.popdns.config.record.CanonicalRdata;
import org.popdns.config.record.YamlRdata;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.Form;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.config.tree.Node.ScalarNode;
import org.popdns.config.tree.Node.SequenceNode;
import org.popdns.config.tree.Scalars;
import org.popdns.config.tree.Yaml11;
import org.popdns.config.zone.DraftRecordSet.ClusterName;
import org.popdns.config.zone.DraftRecordSet.Value;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.record.RecordType.Count;
import org.popdns.record.RecordTypes;

/** Reads one record of a zone in octoDNS's YAML format. Used by the one thread that loads. */
final class RecordYaml {

  private static final List<String> COMMON_KEYS =
      List.of("ttl", "cluster", "value", "values", "octodns");

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

  /**
   * Prepares for a zone.
   *
   * @param defaultTtl of records that give none, in seconds
   */
  RecordYaml(FileProblems problems, DomainName zone, long defaultTtl) {
    this.problems = problems;
    this.zone = zone;
    this.defaultTtl = defaultTtl;
    this.scalars = new Scalars(problems);
    this.rdata = new YamlRdata(zone, problems);
  }

  /** What a record turned out to be. */
  sealed interface Outcome {
    /** Nothing of use; the problems say why. */
    record Refused() implements Outcome {}

    /** It is for others. */
    record NotOurs() implements Outcome {}

    /** The zone's SOA record. */
    record Soa(DraftSoa soa) implements Outcome {}

    /** Any other records. */
    record Records(DraftRecordSet recordSet) implements Outcome {}
  }

  Outcome read(DomainName owner, Span ownerWhere, Node node, Span where) {
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
    Optional<String> type =
        record.required("type").flatMap(value -> scalars.text(value, "record type"));
    if (type.isEmpty()) {
      // It may be misspelt, as may other keys that every type has.
      COMMON_KEYS.forEach(record::optional);
      record.refuseUnknown();
      return new Outcome.Refused();
    }
    if (type.get().equals("SOA")) {
      return new Outcome.Soa(soa(record, new Mark(problems, where)));
    }
    return type(type.get(), where)
        .flatMap(found -> records(owner, ownerWhere, found, record, where))
        .<Outcome>map(Outcome.Records::new)
        .orElseGet(Outcome.Refused::new);
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

  private Optional<DraftRecordSet> records(
      DomainName owner, Span ownerWhere, RecordType type, Fields record, Span where) {
    Optional<Long> ttl = seconds(record, "ttl", defaultTtl);
    Optional<Entry> ownCluster = record.entry("cluster");
    Optional<Entry> value = record.entry("value");
    Optional<Entry> values = record.entry("values");
    record.unsupported("dynamic");
    record.unsupported("geo");
    OctodnsSection octodns =
        record
            .entry("octodns")
            .map(entry -> OctodnsSection.read(entry, problems))
            .orElse(OctodnsSection.NONE);
    record.refuseUnknown();

    if (value.isPresent() && values.isPresent()) {
      problems.error(values.get().key().span(), "a record has 'value' or 'values', not both");
      return Optional.empty();
    }
    Optional<Entry> given = value.or(() -> values);
    if (ownCluster.isPresent() && given.isPresent()) {
      problems.error(
          given.get().key().span(),
          "the addresses come from the cluster: a record has 'cluster' or "
              + Quoted.of(given.get().key().text())
              + ", not both");
      return Optional.empty();
    }
    if (ownCluster.isPresent() && octodns.cluster().isPresent()) {
      problems.error(octodns.cluster().get().key().span(), "the record has a cluster already");
      return Optional.empty();
    }
    Optional<Entry> clusterEntry = ownCluster.or(octodns::cluster);
    Optional<ClusterName> cluster = clusterEntry.flatMap(entry -> cluster(entry, type));
    if (clusterEntry.isEmpty() && given.isEmpty()) {
      problems.error(where, type + " record lacks 'value' or 'values'");
      return Optional.empty();
    }
    Optional<List<Value>> read =
        given.map(entry -> values(entry, type)).orElse(Optional.of(List.of()));
    boolean complete =
        ttl.isPresent() && read.isPresent() && (given.isPresent() || cluster.isPresent());
    return complete
        ? Optional.of(
            new DraftRecordSet(
                owner,
                type.number(),
                type.mnemonic(),
                ttl.get(),
                read.get(),
                cluster,
                new Mark(problems, where),
                new Mark(problems, ownerWhere)))
        : Optional.empty();
  }

  private Optional<ClusterName> cluster(Entry entry, RecordType type) {
    if (!type.isAddress()) {
      problems.error(
          entry.key().span(), "a cluster gives A and AAAA records, not " + type.mnemonic());
      return Optional.empty();
    }
    return scalars
        .name(entry.value(), "cluster")
        .map(name -> new ClusterName(name, new Mark(problems, entry.value().span())));
  }

  private Optional<List<Value>> values(Entry entry, RecordType type) {
    List<Node> nodes = Scalars.oneOrMore(entry.value());
    if (nodes.isEmpty()) {
      problems.error(entry.key().span(), type + " record has no values");
      return Optional.empty();
    }
    if (type.count() == Count.ONE && nodes.size() > 1) {
      problems.error(nodes.get(1).span(), "a name has one " + type + " record, not several");
      return Optional.empty();
    }
    if (nodes.size() > DraftRecordSet.MOST_VALUES) {
      problems.error(
          entry.key().span(),
          "more than " + DraftRecordSet.MOST_VALUES + " records of one name and type");
      return Optional.empty();
    }
    List<Value> values = new ArrayList<>();
    Map<String, Span> seen = new HashMap<>();
    int read = 0;
    for (Node node : nodes) {
      if (!meansTheSame(node, type)) {
        continue;
      }
      Optional<byte[]> bytes = rdata.read(type, node);
      if (bytes.isEmpty()) {
        continue;
      }
      read++;
      Span first = seen.putIfAbsent(CanonicalRdata.key(type.number(), bytes.get()), node.span());
      if (first != null) {
        // RFC 2181 §5: there are no duplicates in a set.
        problems.warning(
            node.span(),
            "the same "
                + type
                + " value stands in "
                + problems.line(first)
                + " already; it counts once");
        continue;
      }
      values.add(
          new Value(
              bytes.get(), new Mark(problems, node.span()), new Mark(problems, targetSpan(node))));
    }
    return read == nodes.size() ? Optional.of(values) : Optional.empty();
  }

  /** False if octoDNS would read something else, which is reported. */
  private boolean meansTheSame(Node value, RecordType type) {
    return switch (value) {
      case ScalarNode scalar ->
          meansTheSame(
              scalar,
              type.mnemonic().equals("LOC")
                  ? Yaml11.otherNumber(scalar)
                  : Yaml11.otherText(scalar));
      case SequenceNode list -> {
        boolean same = true;
        for (Node item : list.items()) {
          same &= meansTheSame(item, type);
        }
        yield same;
      }
      case MappingNode mapping -> {
        boolean same = true;
        for (Entry entry : mapping.entries()) {
          same &= meansTheSame(entry.value(), type);
        }
        yield same;
      }
    };
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
    return value instanceof MappingNode mapping
        ? mapping.entries().stream()
            .filter(entry -> TARGET_KEYS.contains(entry.key().text()))
            .map(entry -> entry.value().span())
            .findFirst()
            .orElse(value.span())
        : value.span();
  }

  private DraftSoa soa(Fields record, Mark where) {
    Optional<DomainName> mname = name(record, "mname");
    Optional<DomainName> rname = name(record, "rname");
    Optional<Long> serial =
        record.optional("serial").flatMap(node -> scalars.integer(node, "SOA serial", 0, MAX_U32));
    long refresh = seconds(record, "refresh", DraftSoa.REFRESH).orElse(0L);
    long retry = seconds(record, "retry", DraftSoa.RETRY).orElse(0L);
    long expire = seconds(record, "expire", DraftSoa.EXPIRE).orElse(0L);
    long minimum = seconds(record, "minimum", DraftSoa.MINIMUM).orElse(0L);
    long ttl = seconds(record, "ttl", DraftSoa.TTL).orElse(0L);
    record.refuseUnknown();
    return new DraftSoa(mname, rname, serial, refresh, retry, expire, minimum, ttl, where);
  }

  private Optional<DomainName> name(Fields record, String key) {
    return record
        .optional(key)
        .flatMap(node -> AbsoluteName.read(node, "SOA " + key, Optional.of(zone), problems));
  }

  private Optional<Long> seconds(Fields record, String key, long whenMissing) {
    return record
        .optional(key)
        .map(
            node ->
                node instanceof ScalarNode scalar
                        && !meansTheSame(scalar, Yaml11.otherNumber(scalar))
                    ? Optional.<Long>empty()
                    : scalars.integer(node, key, 0, MAX_TTL))
        .orElse(Optional.of(whenMissing));
  }
}
