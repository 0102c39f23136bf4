package org.popdns.config.zone;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.config.record.RecordType;
import org.popdns.config.record.SoaRdata;

/**
 * A serial that depends on nothing but the zone's data, so that it is equal at every site: the
 * first 32 bits of a digest over the records in canonical order, the SOA record with serial 0.
 * Stateless.
 */
public final class ContentSerial {

  private ContentSerial() {}

  /** True if the zone's serial is the one that its content makes. */
  public static boolean isDerived(Zone zone) {
    return zone.serial() == of(zone.recordSets());
  }

  /**
   * The serial of a zone's records.
   *
   * @param canonical all of them, in canonical order; the serial in the SOA record does not count
   */
  public static long of(List<RecordSet> canonical) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    for (RecordSet set : canonical) {
      digest.update(set.owner().toLowerCaseWire());
      digest.update((set.type() + " " + set.ttlSeconds() + " ").getBytes(StandardCharsets.UTF_8));
      switch (set) {
        case RecordSet.Static records when records.type() == RecordType.SOA ->
            update(
                digest,
                records.rdata().stream()
                    .map(rdata -> SoaRdata.ofBytes(rdata).withSerial(0).toBytes())
                    .toList());
        case RecordSet.Static records -> update(digest, records.rdata());
        case RecordSet.Steered steered -> {
          digest.update((steered.cluster() + " ").getBytes(StandardCharsets.UTF_8));
          update(digest, steered.lastResort());
        }
      }
    }
    byte[] hash = digest.digest();
    return (hash[0] & 0xffL) << 24
        | (hash[1] & 0xffL) << 16
        | (hash[2] & 0xffL) << 8
        | (hash[3] & 0xffL);
  }

  private static void update(MessageDigest digest, List<byte[]> rdata) {
    List<byte[]> sorted = new ArrayList<>(rdata);
    sorted.sort(Arrays::compareUnsigned);
    for (byte[] record : sorted) {
      digest.update((record.length + ":").getBytes(StandardCharsets.UTF_8));
      digest.update(record);
    }
  }
}
