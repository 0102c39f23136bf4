package org.popdns.impact;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.popdns.config.model.Configuration;
import org.popdns.explain.FilePlaces;
import org.popdns.explain.Situation;
import org.popdns.health.HealthSnapshot;
import org.popdns.place.PlaceDetail;
import org.popdns.region.RegionTables;
import org.popdns.time.Moment;
import tools.jackson.databind.node.ArrayNode;

/**
 * What changes for clients from some files to others, without a server: all endpoints are taken to
 * be up, and where the files are of no site, all sites are looked at. Databases are read as they
 * stand. Pure but for them.
 *
 * @param changes what is answered otherwise
 * @param missing databases that can't be read, one line each
 */
public record FileChanges(List<NameChange> changes, Set<String> missing) {

  /** Compares. */
  public static FileChanges between(Configuration before, Configuration after, Moment now) {
    PlaceDetail detail =
        PlaceDetail.of(
            Stream.of(before, after).flatMap(each -> each.plans().values().stream()).toList());
    FilePlaces placesBefore = FilePlaces.read(before.server().places(), detail);
    FilePlaces placesAfter =
        after.server().places().equals(before.server().places())
            ? placesBefore
            : FilePlaces.read(after.server().places(), detail);
    Set<String> missing = new LinkedHashSet<>(placesBefore.missing());
    missing.addAll(placesAfter.missing());
    List<Optional<String>> sites = sites(before, after);
    Map<NameChange, List<String>> found = new LinkedHashMap<>();
    for (Optional<String> site : sites) {
      List<NameChange> here =
          SteeredChanges.between(
              answers(before, placesBefore, site, now), answers(after, placesAfter, site, now));
      for (NameChange change : here) {
        site.ifPresentOrElse(
            name -> found.computeIfAbsent(change, c -> new ArrayList<>()).add(name),
            () -> found.put(change, List.of()));
      }
    }
    return new FileChanges(
        found.entrySet().stream()
            .map(
                entry ->
                    entry
                        .getKey()
                        .at(entry.getValue().size() == sites.size() ? List.of() : entry.getValue()))
            .toList(),
        missing);
  }

  private static List<Optional<String>> sites(Configuration before, Configuration after) {
    Set<String> sites = new TreeSet<>();
    after.server().site().ifPresent(sites::add);
    if (sites.isEmpty()) {
      sites.addAll(before.topology().sites().keySet());
      sites.addAll(after.topology().sites().keySet());
    }
    return sites.isEmpty() ? List.of(Optional.empty()) : sites.stream().map(Optional::of).toList();
  }

  private static NodeAnswers answers(
      Configuration configuration, FilePlaces places, Optional<String> site, Moment now) {
    HealthSnapshot health = Situation.withUnknownUp(configuration, HealthSnapshot.EMPTY, now);
    RegionTables regions =
        RegionTables.of(configuration.plans().values(), site, places.places(), RegionTables.NONE);
    return new NodeAnswers(configuration, site, health, regions, Map.of());
  }

  /** True if nobody is answered otherwise, as far as names are steered. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /** The changes as JSON. */
  public void addTo(ArrayNode list) {
    changes.forEach(change -> ImpactJson.put(list.addObject(), change));
  }
}
