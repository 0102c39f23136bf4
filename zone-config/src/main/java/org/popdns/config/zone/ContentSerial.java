package org.popdns.config.zone;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.popdns.config.model.PackedRecordSets;
import org.popdns.config.model.RecordCursor;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.Zone;
import org.popdns.config.model.ZoneSteering;
import org.popdns.config.record.SoaRdata;
import org.popdns.name.DomainName;
import org.popdns.name.NameOrder;
import org.popdns.record.RecordType;

/**
 * A serial that depends on nothing but the zone's data, so that it is equal at every site: the
 * first 32 bits of a digest over the records in canonical order, the SOA record with serial 0.
 * Stateless.
 */
public final class ContentSerial {

  private ContentSerial() {}

  /** True if the zone's serial is the one that its content makes. */
  public static boolean isDerived(Zone zone) {
    return zone.serial() == of(zone.recordSets(), zone.steering());
  }

  /**
   * The serial of a zone's records.
   *
   * @param sets all of them; the serial in the SOA record does not count
   * @param steering the plans that they name and the zone brings; what a cluster consists of is no
   *     content of the zone
   */
  public static long of(PackedRecordSets sets, ZoneSteering steering) {
    MessageDigest digest = sha256();
    Map<String, SteeringPlan> own = new HashMap<>();
    steering.plans().forEach(plan -> own.put(plan.name(), plan));
    byte[] origin = sets.origin().toLowerCaseWire();
    byte[] owner = new byte[DomainName.MAX_LENGTH_BYTES];
    RecordCursor cursor = sets.cursor();
    for (int i = 0; i < sets.size(); i++) {
      cursor.move(i);
      int length = cursor.ownerLength();
      for (int k = 0; k < length; k++) {
        owner[k] = (byte) NameOrder.lower(cursor.bytes()[cursor.ownerOffset() + k]);
      }
      digest.update(owner, 0, length);
      digest.update(origin);
      update(digest, cursor.type() + " " + cursor.ttlSeconds() + " ");
      if (cursor.isSteered()) {
        String plan = sets.plans().get(cursor.plan());
        update(digest, plan + " ");
        if (own.containsKey(plan)) {
          update(digest, PlanContent.of(own.get(plan)));
        }
      }
      update(digest, records(cursor));
    }
    byte[] hash = digest.digest();
    return (hash[0] & 0xffL) << 24
        | (hash[1] & 0xffL) << 16
        | (hash[2] & 0xffL) << 8
        | (hash[3] & 0xffL);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static List<byte[]> records(RecordCursor cursor) {
    List<byte[]> records = new ArrayList<>(cursor.recordCount());
    while (cursor.nextRecord()) {
      int from = cursor.rdataOffset();
      byte[] rdata = Arrays.copyOfRange(cursor.bytes(), from, from + cursor.rdataLength());
      records.add(
          cursor.type() == RecordType.SOA
              ? SoaRdata.ofBytes(rdata).withSerial(0).toBytes()
              : rdata);
    }
    records.sort(Arrays::compareUnsigned);
    return records;
  }

  private static void update(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void update(MessageDigest digest, List<byte[]> sorted) {
    for (byte[] record : sorted) {
      update(digest, record.length + ":");
      digest.update(record);
    }
  }
}
