package org.popdns.publish;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.Zone;
import org.popdns.name.DomainName;
import org.popdns.snapshot.CompiledZone;

/**
 * What one source of zones changes: zones that come or have other data, and zones that go. All else
 * stays as it is, whoever brought it.
 *
 * @param puts zones that come or are other than before; an origin stands here once
 * @param removed zones that go
 * @param compiled how many of those that are put had to be compiled
 */
public record ZoneChange(List<Put> puts, Set<DomainName> removed, int compiled) {

  /** Copies. */
  public ZoneChange {
    puts = List.copyOf(puts);
    removed = Set.copyOf(removed);
  }

  /** How many bytes the data of the zones that are put take, about. */
  long dataBytes() {
    return puts.stream()
        .mapToLong(put -> put.zone() == null ? 0 : put.zone().recordSets().bytes().length)
        .sum();
  }

  /**
   * A zone made ready to be served.
   *
   * @param zone its data; null for a zone that nothing can be answered from
   * @param answers the data compiled; those served before, where only the places in files changed
   */
  public record Put(@Nullable Zone zone, CompiledZone answers, ZoneSource source) {

    /** A zone of the files. */
    static Put ofFiles(Zone zone, CompiledZone answers) {
      return new Put(zone, answers, new ZoneSource.Files(zone.recordSets().files()));
    }

    /** A zone whose files are wrong. */
    static Put failed(DomainName origin) {
      return new Put(null, CompiledZone.failed(origin), new ZoneSource.Files(List.of()));
    }

    /** The zone's apex. */
    public DomainName origin() {
      return answers.origin();
    }
  }
}
