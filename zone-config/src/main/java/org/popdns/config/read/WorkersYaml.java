package org.popdns.config.read;

import java.util.Optional;
import java.util.OptionalInt;
import org.popdns.config.model.UdpPath;
import org.popdns.config.model.WorkerSettings;
import org.popdns.config.model.WorkerSettings.Placement;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Scalars;

/** Reads {@code workers} in {@code popdns.yaml}. Used once, by the one thread that loads. */
final class WorkersYaml {

  private final FileProblems problems;
  private final Scalars scalars;

  WorkersYaml(FileProblems problems) {
    this.problems = problems;
    this.scalars = new Scalars(problems);
  }

  /** Reads the section; what is wrong in it is as if it were not there. */
  WorkerSettings read(Entry entry) {
    Optional<Fields> workers = Fields.of(entry.value(), "workers", entry.key().span(), problems);
    if (workers.isEmpty()) {
      return WorkerSettings.DEFAULT;
    }
    Fields fields = workers.get();
    OptionalInt count =
        fields
            .optional("count")
            .flatMap(node -> scalars.integer(node, "count", 1, WorkerSettings.MOST))
            .map(number -> OptionalInt.of(number.intValue()))
            .orElse(OptionalInt.empty());
    boolean pinned =
        fields.optional("pin").flatMap(node -> scalars.flag(node, "pin")).orElse(Boolean.FALSE);
    UdpPath udp =
        fields
            .optional("udp")
            .flatMap(node -> scalars.oneOf(node, "udp", UdpPath.labels()))
            .flatMap(UdpPath::of)
            .orElse(UdpPath.AUTO);
    fields.refuseUnknown();
    return new WorkerSettings(count, pinned ? Placement.PINNED : Placement.FREE, udp);
  }
}
