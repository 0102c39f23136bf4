package org.popdns.config.read;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.popdns.config.model.UdpPath;
import org.popdns.config.model.WorkerSettings;
import org.popdns.config.problem.ProblemLog;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Spelling;

/**
 * What this host's environment says of the workers; it wins over the file, which is the same at
 * every site while hosts are not. Used by the one thread that loads.
 */
final class WorkerEnvironment {

  private static final String COUNT = "POPDNS_WORKERS";
  private static final String UDP = "POPDNS_UDP";

  private final Map<String, String> environment;
  private final ProblemLog log;

  WorkerEnvironment(Map<String, String> environment, ProblemLog log) {
    this.environment = environment;
    this.log = log;
  }

  /** The settings of the file, with what the environment says in place of theirs. */
  WorkerSettings over(WorkerSettings file) {
    OptionalInt count = variable(COUNT).map(this::count).orElse(file.count());
    UdpPath udp = variable(UDP).flatMap(this::udp).orElse(file.udp());
    return new WorkerSettings(count, file.placement(), udp);
  }

  private OptionalInt count(String text) {
    if (text.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= WorkerSettings.MOST) {
        return OptionalInt.of(number);
      }
    }
    log.errorOutside(
        COUNT
            + " must be a whole number from 1 to "
            + WorkerSettings.MOST
            + ", not "
            + Quoted.of(text),
        Optional.empty());
    return OptionalInt.empty();
  }

  private Optional<UdpPath> udp(String text) {
    Optional<UdpPath> path = UdpPath.of(text);
    if (path.isEmpty()) {
      log.errorOutside(
          UDP
              + " must be one of "
              + String.join(", ", UdpPath.labels())
              + ", not "
              + Quoted.of(text),
          Spelling.nearest(text, UdpPath.labels()));
    }
    return path;
  }

  // An empty variable is how many service managers write one that is not set.
  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }
}
