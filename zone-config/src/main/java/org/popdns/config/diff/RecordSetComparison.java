package org.popdns.config.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.config.record.SoaRdata;
import org.popdns.config.zone.ContentSerial;
import org.popdns.record.RecordType;

/** Whether two record sets of the same owner and type say the same. */
enum RecordSetComparison {
  /** Every byte counts. */
  WITH_SERIAL,
  /** The serials follow from the content, so they differ whenever anything else does. */
  WITHOUT_SERIAL;

  /** How the records of two versions of a zone are to be compared. */
  static RecordSetComparison of(Zone before, Zone after) {
    return before.serial() != after.serial()
            && ContentSerial.isDerived(before)
            && ContentSerial.isDerived(after)
        ? WITHOUT_SERIAL
        : WITH_SERIAL;
  }

  /** True if both hold the same records, in whatever order, with the same TTL. */
  boolean sameRecords(RecordSet before, RecordSet after) {
    return before.ttlSeconds() == after.ttlSeconds()
        && switch (before) {
          case RecordSet.Static old ->
              after instanceof RecordSet.Static young
                  && same(old.rdata(), young.rdata(), old.type());
          case RecordSet.Steered old ->
              after instanceof RecordSet.Steered young
                  && old.plan().equals(young.plan())
                  && same(old.lastResort(), young.lastResort(), old.type());
        };
  }

  private boolean same(List<byte[]> before, List<byte[]> after, int type) {
    return before.size() == after.size()
        && Arrays.deepEquals(sorted(before, type), sorted(after, type));
  }

  private Object[] sorted(List<byte[]> rdata, int type) {
    List<byte[]> sorted = new ArrayList<>(rdata);
    if (this == WITHOUT_SERIAL && type == RecordType.SOA) {
      sorted.replaceAll(soa -> SoaRdata.ofBytes(soa).withSerial(0).toBytes());
    }
    sorted.sort(Arrays::compareUnsigned);
    return sorted.toArray();
  }
}
