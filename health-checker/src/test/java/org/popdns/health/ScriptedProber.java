package org.popdns.health;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.popdns.config.model.Check;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.Target;
import org.popdns.health.probe.ProbeOutcome;
import org.popdns.health.probe.Prober;
import org.popdns.name.DomainName;

/** Probes servers that are up, refuse, or swallow packets, as the test says, in virtual time. */
final class ScriptedProber implements Prober {
  static final Duration ANSWER_TIME = Duration.ofMillis(5);

  /** What a server does. */
  enum Server {
    ANSWERS,
    REFUSES,
    SWALLOWS
  }

  private final VirtualLoop loop;
  private final Map<Endpoint, Server> servers = new HashMap<>();
  private final Map<Endpoint, Integer> runningByEndpoint = new HashMap<>();
  private final Map<Endpoint, List<Long>> startsNanos = new HashMap<>();
  Map<DomainName, List<InetAddress>> ownNames = Map.of();
  int running;
  int mostRunning;

  ScriptedProber(VirtualLoop loop) {
    this.loop = loop;
  }

  void set(Endpoint endpoint, Server server) {
    servers.put(endpoint, server);
  }

  /** When the probes of an endpoint began. */
  List<Long> startsNanos(Endpoint endpoint) {
    return startsNanos.getOrDefault(endpoint, List.of());
  }

  @Override
  public Running start(Check check, Target target, Consumer<ProbeOutcome> whenDone) {
    Endpoint endpoint = new Endpoint(check, target);
    startsNanos.computeIfAbsent(endpoint, any -> new ArrayList<>()).add(loop.nanoTime());
    if (runningByEndpoint.merge(endpoint, 1, Integer::sum) > 1) {
      throw new AssertionError("two probes of " + endpoint + " at once");
    }
    running++;
    mostRunning = Math.max(mostRunning, running);
    // The server's state at the start counts: a request is answered or not.
    Server server = servers.getOrDefault(endpoint, Server.ANSWERS);
    Duration time = server == Server.SWALLOWS ? check.timing().timeout() : ANSWER_TIME;
    ProbeOutcome outcome =
        switch (server) {
          case ANSWERS -> new ProbeOutcome.Success("status 200");
          case REFUSES -> new ProbeOutcome.Failure("connection refused");
          case SWALLOWS -> new ProbeOutcome.Failure("no answer within 1s (connecting)");
        };
    CheckerLoop.Alarm end =
        loop.schedule(
            time.toNanos(),
            () -> {
              ended(endpoint);
              whenDone.accept(outcome);
            });
    return () -> {
      end.cancel();
      ended(endpoint);
    };
  }

  @Override
  public void ownNames(Map<DomainName, List<InetAddress>> addresses) {
    ownNames = addresses;
  }

  private void ended(Endpoint endpoint) {
    running--;
    runningByEndpoint.merge(endpoint, -1, Integer::sum);
  }
}
