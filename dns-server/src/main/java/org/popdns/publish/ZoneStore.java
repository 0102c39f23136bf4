package org.popdns.publish;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.Zone;
import org.popdns.name.DomainName;
import org.popdns.snapshot.CompiledZone;
import org.popdns.snapshot.ZoneTable;

/**
 * The zones that are served, each with its version: the one gate that every change of zone data
 * goes through, whatever brings it. Immutable: {@link #after} gives the next, which shares what did
 * not change, so that a change of one zone costs two arrays of references. The publisher's thread
 * makes them; anyone may read them.
 */
public final class ZoneStore {

  /** No zones. */
  public static final ZoneStore EMPTY =
      new ZoneStore(ZoneTable.EMPTY, new ZoneVersion[0], Map.of());

  // Failed zones stand behind the others, as they are shown.
  private static final Comparator<ZoneVersion> ORDER =
      Comparator.comparing((ZoneVersion version) -> version.answers().isFailed())
          .thenComparing(version -> version.answers().origin());

  private final ZoneTable table;
  // At the same places as in the table.
  private final ZoneVersion[] versions;
  private final Map<String, Integer> zonesLeadingTo;

  private ZoneStore(ZoneTable table, ZoneVersion[] versions, Map<String, Integer> zonesLeadingTo) {
    this.table = table;
    this.versions = versions;
    this.zonesLeadingTo = zonesLeadingTo;
  }

  /** What the zones are answered from. */
  public ZoneTable table() {
    return table;
  }

  /** All versions that are served: in canonical order, those that can't be answered last. */
  public List<ZoneVersion> versions() {
    return Collections.unmodifiableList(Arrays.asList(versions));
  }

  /** The version of an origin that is served; empty if there is no such zone. */
  public Optional<ZoneVersion> version(DomainName origin) {
    int place = table.placeOf(origin);
    return place < 0 ? Optional.empty() : Optional.of(versions[place]);
  }

  /** True if a name of a zone that is served leads to the plan. */
  public boolean leadsTo(String plan) {
    return zonesLeadingTo.containsKey(plan);
  }

  /** The store after a change. */
  ZoneStore after(ZoneChange change, Instant now) {
    Map<String, Integer> leading = new HashMap<>(zonesLeadingTo);
    Map<Integer, ZoneVersion> replaced = new HashMap<>();
    List<ZoneVersion> added = new ArrayList<>();
    boolean sameOrder = true;
    for (ZoneChange.Put put : change.puts()) {
      int place = table.placeOf(put.origin());
      if (place < 0) {
        added.add(ZoneVersion.first(put, now));
      } else {
        ZoneVersion former = versions[place];
        ZoneVersion next = former.after(put, now);
        count(former, -1, leading);
        replaced.put(place, next);
        sameOrder &= next.answers().isFailed() == former.answers().isFailed();
      }
      count(put.zone(), 1, leading);
    }
    if (added.isEmpty() && change.removed().isEmpty() && sameOrder) {
      return replaced(replaced, leading);
    }
    List<ZoneVersion> all = new ArrayList<>(versions.length + added.size());
    for (int place = 0; place < versions.length; place++) {
      ZoneVersion version = replaced.getOrDefault(place, versions[place]);
      if (change.removed().contains(version.answers().origin())) {
        count(version, -1, leading);
      } else {
        all.add(version);
      }
    }
    all.addAll(added);
    all.sort(ORDER);
    return new ZoneStore(
        new ZoneTable(all.stream().map(ZoneVersion::answers).toList()),
        all.toArray(ZoneVersion[]::new),
        Map.copyOf(leading));
  }

  private ZoneStore replaced(Map<Integer, ZoneVersion> replaced, Map<String, Integer> leading) {
    if (replaced.isEmpty()) {
      return this;
    }
    ZoneVersion[] next = versions.clone();
    Map<Integer, CompiledZone> answers = new HashMap<>();
    replaced.forEach(
        (place, version) -> {
          next[place] = version;
          answers.put(place, version.answers());
        });
    return new ZoneStore(table.with(answers), next, Map.copyOf(leading));
  }

  private static void count(ZoneVersion version, int by, Map<String, Integer> leading) {
    count(version.zone(), by, leading);
  }

  private static void count(@Nullable Zone zone, int by, Map<String, Integer> leading) {
    if (zone != null) {
      for (String plan : zone.recordSets().plans()) {
        if (leading.merge(plan, by, Integer::sum) == 0) {
          leading.remove(plan);
        }
      }
    }
  }
}
