package org.popdns.state.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.config.model.BrokenZone;
import org.popdns.config.model.Configuration;
import org.popdns.config.read.LoadResult;
import org.popdns.config.read.LoadedZone;
import org.popdns.config.source.FileMark;
import org.popdns.name.DomainName;

/**
 * A configuration that was taken up, and what it was read from. Immutable.
 *
 * @param configuration what is served
 * @param loaded what the load came to
 * @param kept the zones whose files were broken, as they were read when they were right
 */
public record Accepted(
    Configuration configuration, LoadResult loaded, Map<DomainName, LoadedZone> kept) {

  /** A configuration without kept zones. */
  public static Accepted of(Configuration configuration, LoadResult loaded) {
    return new Accepted(configuration, loaded, Map.of());
  }

  /** A configuration some of whose zones are those of a former one. */
  public static Accepted of(Configuration configuration, LoadResult loaded, Accepted former) {
    Map<DomainName, LoadedZone> kept = new LinkedHashMap<>();
    for (BrokenZone zone : configuration.broken()) {
      if (zone.answer() == BrokenZone.Answer.LAST_GOOD) {
        former.lastGood(zone.origin()).ifPresent(good -> kept.put(zone.origin(), good));
      }
    }
    return new Accepted(configuration, loaded, kept);
  }

  private Optional<LoadedZone> lastGood(DomainName origin) {
    return Optional.ofNullable(kept.get(origin))
        .or(
            () ->
                loaded.zones().stream()
                    .filter(zone -> zone.origin().equals(origin) && zone.right().isPresent())
                    .findFirst());
  }

  /** What was read of a zone's files for it: nothing where the zone is kept as it was before. */
  List<FileMark> marks(LoadedZone zone) {
    return !kept.isEmpty() && kept.containsKey(zone.origin()) ? List.of() : zone.marks();
  }
}
