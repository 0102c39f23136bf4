package org.popdns.transport;

import java.nio.file.Path;
import java.util.List;
import org.popdns.config.model.Position;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.name.DomainName;
import org.popdns.snapshot.HealthAnswers;
import org.popdns.snapshot.SlotDirectory;
import org.popdns.snapshot.Snapshot;
import org.popdns.snapshot.ZoneTable;
import org.popdns.snapshot.compile.ZoneCompiler;

/** A zone whose slot the health half of the root lacks: a root that may never be. */
final class BrokenZone {

  static final Snapshot SNAPSHOT = snapshot();

  private BrokenZone() {}

  private static Snapshot snapshot() {
    DomainName origin = DomainName.parse("example.com.");
    Position nowhere = new Position(Path.of("zone"), 1, 1);
    Zone zone =
        new Zone(
            origin,
            1,
            List.of(
                new RecordSet.Steered(origin, 1, 60, "images", List.of(), nowhere),
                new RecordSet.Static(origin, 6, 60, List.of(new byte[22]), nowhere)));
    ZoneTable table = new ZoneTable(List.of(ZoneCompiler.compile(zone, new SlotDirectory())));
    return new Snapshot(table, HealthAnswers.NONE);
  }
}
