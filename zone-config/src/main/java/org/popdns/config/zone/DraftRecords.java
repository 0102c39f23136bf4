package org.popdns.config.zone;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.problem.Mark;
import org.popdns.config.record.CanonicalRdata;
import org.popdns.config.record.RecordType;
import org.popdns.config.record.RecordType.Count;
import org.popdns.config.zone.DraftRecordSet.Value;
import org.popdns.name.DomainName;

/**
 * Gathers single records into record sets, as a master file lists them. Used by the one thread that
 * loads.
 */
final class DraftRecords {

  private final Map<SetKey, Gathered> sets = new LinkedHashMap<>();

  private record SetKey(DomainName owner, int type) {}

  private record Gathered(
      RecordType type,
      long ttlSeconds,
      Mark where,
      Mark ownerWhere,
      List<Value> values,
      Set<String> seen) {

    /** True if the record stands there already; a set of one record needs no set of keys. */
    boolean has(byte[] rdata) {
      if (values.isEmpty()) {
        return false;
      }
      if (seen.isEmpty()) {
        values.forEach(value -> seen.add(CanonicalRdata.key(type.number(), value.rdata())));
      }
      return !seen.add(CanonicalRdata.key(type.number(), rdata));
    }
  }

  /** Adds a record; a problem with those of the same owner and type is reported at it. */
  void add(DomainName owner, RecordType type, long ttlSeconds, Value value, Mark ownerWhere) {
    Mark where = value.where();
    Gathered set =
        sets.computeIfAbsent(
            new SetKey(owner, type.number()),
            key ->
                new Gathered(
                    type, ttlSeconds, where, ownerWhere, new ArrayList<>(1), new HashSet<>(0)));
    if (set.has(value.rdata())) {
      // RFC 2181 §5: there are no duplicates in a set, whoever hands them over.
      where.warning("the same " + type + " record stands here twice; it counts once");
      return;
    }
    if (type.count() == Count.ONE && !set.values().isEmpty()) {
      where.error("a name has one " + type + " record, not several");
      return;
    }
    if (set.ttlSeconds() != ttlSeconds) {
      where.warning(
          "TTL "
              + ttlSeconds
              + " differs from the "
              + set.ttlSeconds()
              + " of the "
              + type
              + " records before, which counts for all");
    }
    if (set.values().size() == DraftRecordSet.MOST_VALUES) {
      where.error("more than " + DraftRecordSet.MOST_VALUES + " records of one name and type");
      return;
    }
    set.values().add(value);
  }

  List<DraftRecordSet> sets() {
    List<DraftRecordSet> drafts = new ArrayList<>(sets.size());
    sets.forEach(
        (key, set) ->
            drafts.add(
                new DraftRecordSet(
                    key.owner(),
                    key.type(),
                    set.type().mnemonic(),
                    set.ttlSeconds(),
                    set.values(),
                    Optional.empty(),
                    set.where(),
                    set.ownerWhere())));
    return drafts;
  }
}
