package org.popdns.publish;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.BrokenZone;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.Zone;
import org.popdns.name.DomainName;
import org.popdns.snapshot.CompiledZone;
import org.popdns.snapshot.SlotDirectory;
import org.popdns.snapshot.compile.ZoneCompiler;
import org.popdns.snapshot.compile.ZoneTooLargeException;

/**
 * Compiles the zones of a configuration that differ from those that are served. Used once, on the
 * threads of a reload; serves nothing.
 */
final class ZoneCompilation {

  private static final int ZONES_AT_ONCE = 256;

  private final ZoneStore served;
  private final SlotDirectory slots;
  private final List<ZoneChange.Put> puts = new ArrayList<>();
  private final List<Zone> changed = new ArrayList<>();
  private final BitSet kept = new BitSet();

  private ZoneCompilation(ZoneStore served, SlotDirectory slots) {
    this.served = served;
    this.slots = slots;
  }

  /**
   * What a configuration changes.
   *
   * @throws ZonesTooLargeException if some zones can't be served
   */
  static ZoneChange of(Configuration next, ZoneStore served, SlotDirectory slots)
      throws ZonesTooLargeException {
    return new ZoneCompilation(served, slots).change(next);
  }

  private ZoneChange change(Configuration next) throws ZonesTooLargeException {
    compare(next.zones());
    compile();
    for (BrokenZone zone : next.failed()) {
      int place = served.table().placeOf(zone.origin());
      if (place >= 0) {
        kept.set(place);
      }
      if (place < 0 || !served.versions().get(place).answers().isFailed()) {
        puts.add(ZoneChange.Put.failed(zone.origin()));
      }
    }
    return new ZoneChange(puts, removed(), changed.size());
  }

  /** Zones whose files were not read again are the same objects, at the same places mostly. */
  @SuppressWarnings("ReferenceEquality")
  private void compare(List<Zone> zones) {
    List<ZoneVersion> versions = served.versions();
    int expected = 0;
    for (Zone zone : zones) {
      int place =
          expected < versions.size() && versions.get(expected).zone() == zone
              ? expected
              : served.table().placeOf(zone.origin());
      expected = place + 1;
      if (place < 0) {
        changed.add(zone);
        continue;
      }
      kept.set(place);
      ZoneVersion version = versions.get(place);
      @Nullable Zone former = version.zone();
      if (former == zone) {
        continue;
      }
      if (former != null && zone.hasSameData(former)) {
        puts.add(ZoneChange.Put.ofFiles(zone, version.answers()));
      } else {
        changed.add(zone);
      }
    }
  }

  /** Several zones at once, each thread with memory that it uses for one after the other. */
  private void compile() throws ZonesTooLargeException {
    CompiledZone[] compiled = new CompiledZone[changed.size()];
    Map<DomainName, BrokenZone> tooLarge = new ConcurrentSkipListMap<>();
    IntStream.iterate(0, from -> from < compiled.length, from -> from + ZONES_AT_ONCE)
        .parallel()
        .forEach(
            from -> {
              ZoneCompiler compiler = new ZoneCompiler(slots);
              int to = Math.min(compiled.length, from + ZONES_AT_ONCE);
              for (int i = from; i < to; i++) {
                Zone zone = changed.get(i);
                try {
                  compiled[i] = compiler.compile(zone);
                } catch (ZoneTooLargeException e) {
                  tooLarge.put(
                      zone.origin(),
                      new BrokenZone(
                          zone.origin(),
                          String.valueOf(e.getMessage()),
                          BrokenZone.Answer.SERVFAIL));
                }
              }
            });
    if (!tooLarge.isEmpty()) {
      throw new ZonesTooLargeException(List.copyOf(tooLarge.values()));
    }
    for (int i = 0; i < compiled.length; i++) {
      puts.add(ZoneChange.Put.ofFiles(changed.get(i), compiled[i]));
    }
  }

  private Set<DomainName> removed() {
    List<ZoneVersion> versions = served.versions();
    Set<DomainName> removed = new HashSet<>();
    for (int at = kept.nextClearBit(0); at < versions.size(); at = kept.nextClearBit(at + 1)) {
      if (versions.get(at).source() instanceof ZoneSource.Files) {
        removed.add(versions.get(at).answers().origin());
      }
    }
    return removed;
  }
}
