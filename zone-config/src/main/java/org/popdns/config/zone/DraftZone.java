package org.popdns.config.zone;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Mark;
import org.popdns.config.problem.Span;
import org.popdns.config.zone.RecordPlaces.Part;
import org.popdns.name.DomainName;

/**
 * A zone as its file says it, before the checks.
 *
 * @param origin the zone's apex
 * @param start where to report what concerns the zone as a whole
 * @param soa the SOA record; empty if the file leaves it to the defaults
 * @param recordSets all other records, each owner and type once, each owner within the zone
 * @param completeness whether all of the file is here
 */
public record DraftZone(
    DomainName origin,
    Mark start,
    Optional<DraftSoa> soa,
    List<DraftRecordSet> recordSets,
    Completeness completeness) {

  /** Whether the draft holds all that the file does. */
  public enum Completeness {
    /** It does. */
    COMPLETE,
    /** Some of it was refused, so nothing can be said of what seems to be missing. */
    PARTIAL
  }

  /** The records, to be put together. */
  ZoneRecords records() {
    ZoneRecords records = new ZoneRecords(origin, ZoneRecords.Repeats.REFUSE, 0);
    DraftPlaces places = new DraftPlaces(start.file());
    int file = records.file(start.position().file(), places);
    int originBytes = origin.lengthBytes();
    soa.ifPresent(
        found -> {
          places.put(found.where().span(), Part.RECORD, 0, found.where().span());
          records
              .owner(new byte[0], 0, 0)
              .at(file, found.where().span().line(), found.where().span().column())
              .soa(found.fields());
        });
    for (DraftRecordSet set : recordSets) {
      Span where = set.where().span();
      places.put(where, Part.RECORD, 0, where);
      places.put(where, Part.OWNER, 0, set.ownerWhere().span());
      byte[] owner = set.owner().toWire();
      records.owner(owner, 0, owner.length - originBytes).at(file, where.line(), where.column());
      set.cluster()
          .ifPresent(
              cluster -> {
                places.put(where, Part.CLUSTER, 0, cluster.where().span());
                records.addSteered(set.type(), set.ttlSeconds(), cluster.name());
              });
      int number = 0;
      for (DraftRecordSet.Value value : set.values()) {
        byte[] rdata = value.rdata();
        places.put(where, Part.TARGET, number++, value.target().span());
        set.cluster()
            .ifPresentOrElse(
                cluster ->
                    records.addLastResort(
                        set.type(), set.ttlSeconds(), cluster.name(), rdata, 0, rdata.length),
                () -> records.add(set.type(), set.ttlSeconds(), rdata, 0, rdata.length));
      }
    }
    return records;
  }

  /** Places that are known. */
  private static final class DraftPlaces implements RecordPlaces {

    private final FileProblems problems;
    private final Map<Place, Span> spans = new HashMap<>();

    private record Place(int line, int column, Part part, int number) {}

    DraftPlaces(FileProblems problems) {
      this.problems = problems;
    }

    void put(Span where, Part part, int number, Span span) {
      spans.put(new Place(where.line(), where.column(), part, number), span);
    }

    @Override
    public FileProblems problems() {
      return problems;
    }

    @Override
    public Span span(int line, int column, Part part, int number) {
      int of = part == Part.TARGET ? number : 0;
      return spans.getOrDefault(new Place(line, column, part, of), new Span(line, column, 1));
    }
  }

  /** Copies the list. */
  public DraftZone {
    recordSets = List.copyOf(recordSets);
  }
}
