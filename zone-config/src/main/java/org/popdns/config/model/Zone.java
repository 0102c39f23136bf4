package org.popdns.config.model;

import java.util.List;
import org.popdns.name.DomainName;

/**
 * A zone's data. It has exactly one SOA record, at the origin, and NS records there; every owner is
 * at or below the origin; at each owner every type stands once.
 *
 * @param origin the zone's apex
 * @param serial the SOA's serial, unsigned 32 bits
 * @param recordSets the RRsets in canonical order of owner, then by type number
 * @param steering what of its answers follows health and clients, beside the clusters that it names
 */
public record Zone(
    DomainName origin, long serial, PackedRecordSets recordSets, ZoneSteering steering) {

  /** A zone that steers by clusters alone, and asks nobody about clients. */
  public Zone(DomainName origin, long serial, PackedRecordSets recordSets) {
    this(origin, serial, recordSets, ZoneSteering.NONE);
  }

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if the sets pass {@link RecordPacker#MAX_BYTES}
   */
  public Zone(DomainName origin, long serial, List<RecordSet> recordSets) {
    this(origin, serial, RecordPacker.pack(origin, recordSets));
  }

  /** True if the other zone is answered in the same way, wherever its files say so. */
  public boolean hasSameData(Zone other) {
    return origin.equals(other.origin)
        && serial == other.serial
        && recordSets.hasSameData(other.recordSets)
        && steering.clientSubnet() == other.steering.clientSubnet();
  }
}
