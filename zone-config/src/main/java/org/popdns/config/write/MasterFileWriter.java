package org.popdns.config.write;

import java.io.PrintWriter;
import java.util.List;
import org.popdns.config.model.DynamicPlans;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.record.RdataText;
import org.popdns.record.RecordType;
import org.popdns.record.RecordTypes;

/**
 * Writes a zone as a master file (RFC 1035 §5) that any nameserver reads: types that have no
 * presentation format in the form of RFC 3597 §5, clusters as the addresses that stand for them.
 * Used once, by one thread.
 */
public final class MasterFileWriter {

  private static final int WIDEST_OWNER = 40;

  private final Zone zone;
  private final PlanAddresses plans;
  private final PrintWriter out;
  private final int ownerWidth;

  private MasterFileWriter(Zone zone, PlanAddresses plans, PrintWriter out) {
    this.zone = zone;
    this.plans = plans;
    this.out = out;
    this.ownerWidth =
        zone.recordSets().stream()
            .mapToInt(set -> owner(set).length())
            .filter(width -> width <= WIDEST_OWNER)
            .max()
            .orElse(1);
  }

  /** Writes the zone; the SOA record stands first, as everybody expects it. */
  public static void write(Zone zone, PlanAddresses plans, PrintWriter out) {
    new MasterFileWriter(zone, plans, out).write();
  }

  private void write() {
    out.print("$ORIGIN " + zone.origin() + "\n");
    zone.recordSets().stream().filter(set -> set.type() == RecordType.SOA).forEach(this::set);
    zone.recordSets().stream().filter(set -> set.type() != RecordType.SOA).forEach(this::set);
  }

  private void set(RecordSet set) {
    switch (set) {
      case RecordSet.Static records -> records(set, records.rdata());
      case RecordSet.Steered steered -> {
        PlanAddresses.Substitute addresses = plans.of(steered);
        out.print(
            "; "
                + (DynamicPlans.isName(steered.plan()) ? "dynamic" : "cluster " + steered.plan())
                + ": "
                + addresses.source()
                + "\n");
        records(set, addresses.rdata());
      }
    }
  }

  private void records(RecordSet set, List<byte[]> rdata) {
    String head =
        ("%-" + ownerWidth + "s %6d IN %-5s ")
            .formatted(owner(set), set.ttlSeconds(), RecordTypes.portableMnemonic(set.type()));
    // Other servers read every type as RFC 3597 has it, and not every one by its name.
    boolean named = RecordTypes.isWidelyKnown(set.type());
    rdata.forEach(
        bytes ->
            out.print(
                head
                    + (named ? RdataText.of(set.type(), bytes) : RdataText.generic(bytes))
                    + "\n"));
  }

  private String owner(RecordSet set) {
    String text = OwnerText.relative(set.owner(), zone.origin());
    return text.isEmpty() ? "@" : text;
  }
}
