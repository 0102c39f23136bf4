package org.popdns.config.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.popdns.config.model.Zone;
import org.popdns.config.problem.ProblemLog;
import org.popdns.config.read.ZoneFiles.ZoneFile;
import org.popdns.name.DomainName;

/**
 * How the zones of a list of files follow each other, and which lie within others: found out once,
 * not at each reload of the same files. Immutable.
 */
final class ZoneOrder {

  private final List<ZoneFile> files;
  // The places of the files by the canonical order of their origins.
  private final int[] byOrigin;
  private final List<Nested> nested = new ArrayList<>();

  /** The places of a zone and of the one that it lies in directly. */
  private record Nested(int inner, int outer) {}

  ZoneOrder(List<ZoneFile> files) {
    this.files = files;
    byOrigin =
        IntStream.range(0, files.size())
            .boxed()
            .sorted(Comparator.comparing(place -> files.get(place).origin()))
            .mapToInt(Integer::intValue)
            .toArray();
    Map<DomainName, Integer> places = HashMap.newHashMap(files.size());
    for (int place : byOrigin) {
      places.put(files.get(place).origin(), place);
    }
    for (int place : byOrigin) {
      outer(place, places).ifPresent(outer -> nested.add(new Nested(place, outer)));
    }
  }

  private Optional<Integer> outer(int place, Map<DomainName, Integer> places) {
    DomainName name = files.get(place).origin();
    while (!name.isRoot()) {
      name = name.parent();
      Integer outer = places.get(name);
      if (outer != null) {
        return Optional.of(outer);
      }
    }
    return Optional.empty();
  }

  /** True if it is the order of these files. */
  @SuppressWarnings("ReferenceEquality") // A folder that is as it was is not listed anew.
  boolean isOf(List<ZoneFile> others) {
    return files == others;
  }

  /**
   * The zones in canonical order of their origins.
   *
   * @param loaded of these files, in their order; what is behind them has no zone
   * @param zone which zone is taken of what was loaded, if any
   */
  List<Zone> sorted(List<LoadedZone> loaded, Function<LoadedZone, Optional<Zone>> zone) {
    if (loaded.size() < byOrigin.length) {
      return List.of();
    }
    Zone[] sorted = new Zone[byOrigin.length];
    int count = 0;
    for (int place : byOrigin) {
      Optional<Zone> there = zone.apply(loaded.get(place));
      if (there.isPresent()) {
        sorted[count++] = there.get();
      }
    }
    return List.of(count == sorted.length ? sorted : Arrays.copyOf(sorted, count));
  }

  /** Warns of zones that lie within others without being delegated there. */
  void checkNested(List<LoadedZone> loaded, ProblemLog log) {
    boolean complete =
        loaded.size() >= byOrigin.length
            && IntStream.range(0, byOrigin.length)
                .allMatch(place -> loaded.get(place).zone().isPresent());
    if (complete) {
      nested.forEach(
          pair ->
              NestedZones.check(
                  loaded.get(pair.inner).zone().orElseThrow(),
                  loaded.get(pair.outer).zone().orElseThrow(),
                  log));
    } else {
      // A zone may lie directly in another than if all were there.
      NestedZones.check(sorted(loaded, LoadedZone::zone), log);
    }
  }
}
