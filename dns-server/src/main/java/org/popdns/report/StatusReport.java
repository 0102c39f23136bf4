package org.popdns.report;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.Pool;
import org.popdns.config.model.WorkerSettings.Placement;
import org.popdns.config.write.AddressFormat;
import org.popdns.health.CanaryState;
import org.popdns.health.EndpointState;
import org.popdns.health.HealthSnapshot;
import org.popdns.publish.BrokenZones;
import org.popdns.publish.PlanState;
import org.popdns.publish.Reloader;
import org.popdns.publish.ServedConfiguration;
import org.popdns.snapshot.CompiledZone;
import org.popdns.state.store.ConfigurationStore;
import org.popdns.steering.SteeringDecision;
import org.popdns.steering.SteeringDecision.PoolTally;
import org.popdns.transport.Transport;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The state of the server as JSON, for {@code /status} and {@code popdns status}. Made anew for
 * each request by the thread that serves it.
 */
public final class StatusReport {

  private static final JsonMapper JSON = new JsonMapper();

  private final ObjectNode root = JSON.createObjectNode();

  /** Who and what. */
  public StatusReport identity(Optional<String> site, String node, Instant startedAt, Instant now) {
    root.put("version", BuildInfo.version());
    site.ifPresent(name -> root.put("site", name));
    root.put("node", node);
    root.put("pid", ProcessHandle.current().pid());
    root.put("startedAt", startedAt.toString());
    root.put("uptimeSeconds", Duration.between(startedAt, now).toSeconds());
    return this;
  }

  /** Whether it serves and should get traffic. */
  public StatusReport readiness(ServerPhase phase, Readiness readiness) {
    root.put("phase", phase.label());
    root.put("ready", readiness.ready());
    ArrayNode reasons = root.putArray("reasons");
    readiness.reasons().forEach(reasons::add);
    return this;
  }

  /** How it is reached. */
  public StatusReport transport(Transport served) {
    ObjectNode transport = root.putObject("transport");
    transport.put("name", served.name());
    served.obstacle().ifPresent(reason -> transport.put("because", reason));
    ArrayNode listen = transport.putArray("listen");
    served.addresses().forEach(address -> listen.add(AddressFormat.of(address)));
    transport.put("workers", served.workers());
    transport.put("pinned", served.placement() == Placement.PINNED);
    transport.put("receiveBufferBytes", served.receiveBufferBytes());
    return this;
  }

  /** What configuration is served, and what became of the last attempt to take the files up. */
  public StatusReport configuration(
      Path file, ServedConfiguration served, OptionalLong number, Reloader.Attempt lastAttempt) {
    ObjectNode configuration = root.putObject("configuration");
    configuration.put("file", file.toString());
    configuration.put("servedFrom", served.origin().label());
    number.ifPresent(of -> configuration.put("storedNumber", of));
    configuration.put("since", served.since().toString());
    BrokenZones.put(configuration, served.configuration());
    ObjectNode attempt = configuration.putObject("lastLoad");
    attempt.put("at", lastAttempt.at().toString());
    attempt.put("successful", lastAttempt.failure().isEmpty());
    lastAttempt.failure().ifPresent(failure -> attempt.put("failure", failure));
    return this;
  }

  /** The configurations that are stored, for a start with broken files. */
  public StatusReport stored(List<ConfigurationStore.Entry> stored, Optional<String> failure) {
    ObjectNode configuration = root.withObject("configuration");
    ArrayNode list = configuration.putArray("stored");
    for (ConfigurationStore.Entry entry : stored) {
      ObjectNode one = list.addObject();
      one.put("number", entry.number());
      one.put("at", entry.storedAt().toString());
      one.put("zones", entry.zones());
      one.put("recordSets", entry.recordSets());
      one.put("smaller", entry.smaller());
    }
    failure.ifPresent(why -> configuration.put("notStored", why));
    return this;
  }

  /** The zones. */
  public StatusReport zones(List<CompiledZone> zones) {
    ArrayNode list = root.putArray("zones");
    for (CompiledZone zone : zones) {
      ObjectNode entry = list.addObject();
      entry.put("origin", zone.origin().toString());
      if (zone.isFailed()) {
        entry.put("failed", true);
        continue;
      }
      entry.put("serial", zone.serial());
      entry.put("names", zone.nameCount());
      entry.put("sizeBytes", zone.sizeBytes());
    }
    return this;
  }

  /** What the plans answer with, and the endpoints behind them. */
  public StatusReport plans(List<PlanState> plans, HealthSnapshot health) {
    ArrayNode list = root.putArray("clusters");
    for (PlanState state : plans) {
      plan(list.addObject(), state);
    }
    ArrayNode endpoints = root.putArray("endpoints");
    for (PlanState state : plans) {
      for (Pool pool : state.tried()) {
        for (Pool.Host host : pool.hosts()) {
          for (Endpoint endpoint : host.endpoints()) {
            ObjectNode entry = endpoints.addObject();
            entry.put("cluster", state.plan().name());
            entry.put("site", pool.name());
            entry.put("host", host.name());
            endpoint(entry, endpoint, health);
          }
        }
      }
    }
    return this;
  }

  private static void plan(ObjectNode entry, PlanState state) {
    SteeringDecision decision = state.decision();
    entry.put("name", state.plan().name());
    entry.put("answeredFrom", decision.pool());
    entry.put("reason", decision.reason().label());
    entry.put("because", decision.reason().text());
    entry.put("since", state.since().toString());
    ArrayNode addresses = entry.putArray("addresses");
    decision.answering().forEach(kept -> addresses.add(AddressFormat.of(kept.address())));
    ArrayNode sites = entry.putArray("sites");
    for (PoolTally tally : decision.considered()) {
      ObjectNode site = sites.addObject();
      site.put("site", tally.pool());
      site.put("hosts", tally.hosts());
      site.put("healthy", tally.healthy());
      site.put("needed", tally.needed());
    }
  }

  private static void endpoint(ObjectNode entry, Endpoint endpoint, HealthSnapshot health) {
    entry.put("address", AddressFormat.of(endpoint.address()));
    entry.put("check", endpoint.check().name());
    Optional<EndpointState> state = health.state(endpoint);
    if (state.isEmpty()) {
      entry.put("status", "unknown");
      return;
    }
    EndpointState known = state.get();
    entry.put("status", EndpointStatus.label(known.status()));
    entry.put("since", known.since().toString());
    entry.put("reason", known.reason());
    entry.put("contradictingResults", known.streak());
    entry.put("frozen", known.isKept());
    known.lastProbe().ifPresent(at -> entry.put("lastProbe", at.toString()));
    entry.put("lastProbeMilliseconds", known.lastProbeDuration().toNanos() / 1e6);
    entry.put("probes", known.probes());
    entry.put("failures", known.failures());
  }

  /** What the health checker thinks of itself. */
  public StatusReport checker(HealthSnapshot health, List<CanaryState> canaries) {
    ObjectNode checker = root.putObject("checker");
    SelfDoubtJson.put(checker, health);
    ArrayNode list = checker.putArray("canaries");
    for (CanaryState canary : canaries) {
      ObjectNode entry = list.addObject();
      entry.put("tcp", AddressFormat.of(canary.canary().tcp()));
      entry.put("status", EndpointStatus.label(canary.status()));
      entry.put("since", canary.since().toString());
      entry.put("reason", canary.reason());
    }
    return this;
  }

  /** What is announced, and what the other nodes say. */
  public StatusReport announcements(ObjectNode announcements) {
    root.setAll(announcements);
    return this;
  }

  /** The whole as a JSON object. */
  public ObjectNode toJson() {
    return root;
  }
}
