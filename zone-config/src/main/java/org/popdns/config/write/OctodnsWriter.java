package org.popdns.config.write;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.popdns.config.model.Pool;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.RecordSet.Steered;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.Zone;
import org.popdns.config.record.SoaRdata;
import org.popdns.config.zone.ContentSerial;
import org.popdns.name.DomainName;
import org.popdns.record.RdataText;
import org.popdns.record.RecordType;
import org.popdns.record.RecordTypes;

/**
 * Writes a zone as octoDNS's YAML, with the keys in the order that octoDNS insists on. Used once,
 * by one thread.
 */
public final class OctodnsWriter {

  private final Zone zone;
  private final Dialect dialect;
  private final PlanAddresses plans;
  private final Map<String, SteeringPlan> own = new HashMap<>();
  private final List<String> losses = new ArrayList<>();

  private OctodnsWriter(Zone zone, Dialect dialect, PlanAddresses plans) {
    this.zone = zone;
    this.dialect = dialect;
    this.plans = plans;
    zone.steering().plans().forEach(plan -> own.put(plan.name(), plan));
  }

  /** Who is to read it. */
  public enum Dialect {
    /**
     * octoDNS and popdns: a cluster is ordinary values with {@code octodns: {popdns: {cluster:
     * …}}}, and the values become its last resort. The SOA record, of which octoDNS knows nothing,
     * is a comment.
     */
    OCTODNS,
    /** popdns alone: nothing is lost or added. */
    POPDNS
  }

  /**
   * Writes the zone.
   *
   * @return what the file can't say, a line for each record set; a comment in it says the same
   */
  public static List<String> write(
      Zone zone, Dialect dialect, PlanAddresses plans, PrintWriter out) {
    OctodnsWriter writer = new OctodnsWriter(zone, dialect, plans);
    writer.write(out);
    return List.copyOf(writer.losses);
  }

  private void write(PrintWriter out) {
    SortedMap<String, List<RecordSet>> owners = new TreeMap<>(NaturalOrder.INSTANCE);
    DomainName owner = zone.origin();
    for (RecordSet set : zone.recordSets()) {
      // Each name once, in one case, whatever the cases of its records are.
      owner = set.owner().equals(owner) ? owner : set.owner();
      owners
          .computeIfAbsent(OwnerText.relative(owner, zone.origin()), relative -> new ArrayList<>(1))
          .add(set);
    }
    out.print("---\n");
    owners.forEach((relative, sets) -> owner(relative, sets, out));
  }

  private void owner(String owner, List<RecordSet> sets, PrintWriter out) {
    List<YamlNode> records = new ArrayList<>();
    for (RecordSet set : sets) {
      switch (set) {
        case RecordSet.Static soa when soa.type() == RecordType.SOA -> {
          switch (dialect) {
            case POPDNS -> records.add(soa(soa));
            case OCTODNS -> {
              out.print(
                  "# SOA is not octoDNS's: "
                      + RdataText.of(soa.type(), soa.rdata().getFirst())
                      + "\n");
              if (zone.steering().clientSubnet()) {
                lose(soa, "is left out, and 'ecs: true' with it", out);
              }
            }
          }
        }
        case RecordSet.Static plain ->
            withValues(owner, plain, plain.rdata(), new YamlNode.Mapping(), out)
                .ifPresent(records::add);
        case Steered steered when own.containsKey(steered.plan()) ->
            dynamic(owner, steered, own.get(steered.plan()), out).ifPresent(records::add);
        case Steered steered -> {
          PlanAddresses.Substitute addresses = plans.of(steered);
          if (dialect == Dialect.POPDNS && steered.lastResort().isEmpty()) {
            records.add(record(set, set.type()).with("cluster", steered.plan()));
          } else if (addresses.rdata().isEmpty()) {
            lose(
                steered,
                "is left out: cluster " + steered.plan() + " has " + addresses.source(),
                out);
          } else {
            withValues(owner, steered, addresses.rdata(), section(steered), out)
                .ifPresent(records::add);
          }
        }
      }
    }
    if (!records.isEmpty()) {
      YamlNode node = records.size() == 1 ? records.getFirst() : new YamlNode.Sequence(records);
      out.print(YamlWriter.entry(owner, node));
    }
  }

  private static YamlNode.Mapping section(Steered steered) {
    return new YamlNode.Mapping()
        .with("popdns", new YamlNode.Mapping().with("cluster", steered.plan()));
  }

  private Optional<YamlNode.Mapping> dynamic(
      String owner, Steered set, SteeringPlan plan, PrintWriter out) {
    DynamicNode node = new DynamicNode(plan);
    YamlNode.Mapping section = node.section(set.owner());
    Optional<YamlNode.Mapping> record =
        withValues(owner, set, set.lastResort(), section, out)
            .map(mapping -> mapping.with("dynamic", node.dynamic()));
    RecordType type = RecordTypes.byNumber(set.type());
    boolean isRefused =
        node.isRefused(set.owner(), type) || OctodnsRules.refuse(owner, type, values(plan));
    if (record.isPresent() && isRefused) {
      record.get().with("octodns", section.with("lenient", new YamlNode.Truth()));
    }
    return record;
  }

  private static List<byte[]> values(SteeringPlan plan) {
    return plan.pools().values().stream()
        .flatMap(Pool::endpoints)
        .map(endpoint -> endpoint.target().rdata())
        .toList();
  }

  private Optional<YamlNode.Mapping> withValues(
      String owner, RecordSet set, List<byte[]> rdata, YamlNode.Mapping section, PrintWriter out) {
    OctodnsRecords records = OctodnsRecords.of(set.type(), rdata, dialect);
    if (records.loss().isPresent()) {
      lose(set, records.loss().get(), out);
      for (byte[] bytes : rdata) {
        out.print(
            "#   %s %d %s %s\n"
                .formatted(
                    set.owner(),
                    set.ttlSeconds(),
                    records.type(),
                    RdataText.of(set.type(), bytes)));
      }
    }
    if (records.values().isEmpty()) {
      return Optional.empty();
    }
    if (dialect == Dialect.OCTODNS
        && OctodnsRules.refuse(owner, RecordTypes.byNumber(set.type()), rdata)) {
      section.with("lenient", new YamlNode.Truth());
    }
    YamlNode.Mapping record =
        new YamlNode.Mapping().with("ttl", set.ttlSeconds()).with("type", records.type());
    if (!section.entries().isEmpty()) {
      record.with("octodns", section);
    }
    return Optional.of(
        records.values().size() == 1
            ? record.with("value", records.values().getFirst())
            : record.with("values", new YamlNode.Sequence(records.values())));
  }

  private void lose(RecordSet set, String what, PrintWriter out) {
    String line = set.owner() + " " + RecordTypes.mnemonic(set.type()) + " " + what;
    losses.add(line);
    out.print("# " + line + "\n");
  }

  private static YamlNode.Mapping record(RecordSet set, int type) {
    return new YamlNode.Mapping()
        .with("ttl", set.ttlSeconds())
        .with("type", RecordTypes.mnemonic(type));
  }

  private YamlNode soa(RecordSet.Static set) {
    SoaRdata soa = SoaRdata.ofBytes(set.rdata().getFirst());
    YamlNode.Mapping record =
        record(set, RecordType.SOA)
            .with("mname", soa.mname().toString())
            .with("rname", soa.rname().toString())
            .with("refresh", soa.refresh())
            .with("retry", soa.retry())
            .with("expire", soa.expire())
            .with("minimum", soa.minimum());
    if (zone.steering().clientSubnet()) {
      record.with("ecs", new YamlNode.Truth());
    }
    // A serial that follows from the content goes on following from it.
    return ContentSerial.isDerived(zone) ? record : record.with("serial", soa.serial());
  }
}
