package org.popdns.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.Zone;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.harness.TestServer;
import org.popdns.health.EndpointState;
import org.popdns.health.HealthSnapshot;
import org.popdns.health.Status;
import org.popdns.name.DomainName;
import org.popdns.snapshot.CompiledZone;
import org.popdns.time.Clocks;
import org.popdns.time.Moment;

/**
 * Readers that look all the time, while configurations and health change: whatever they see is of
 * one configuration.
 */
final class ServedConsistencyTest {

  private static final int CHANGES = 400;

  @TempDir Path folder;

  /** Configuration n has cluster c-n, zone n.example., and serial n in a zone of both. */
  private Configuration configuration(int number) throws IOException {
    Path own = Files.createDirectory(folder.resolve("n" + number));
    String zone =
        """
        '':
          - {type: SOA, mname: ns1.example., rname: hostmaster.example., serial: %d}
          - {type: NS, value: ns.example.net.}
        www: {type: A, cluster: c-%d}
        """
            .formatted(number, number);
    Path file =
        TestServer.write(
            own,
            Optional.of("here"),
            Optional.of(
                """
                sites: {here: {}}
                checks: {web: {tcp: {port: 80}, interval: 2s, timeout: 1s}}
                clusters:
                  c-%d: {check: web, members: {here: [192.0.2.%d, 192.0.2.100]}}
                """
                    .formatted(number, number)),
            Map.of("both.example.yaml", zone, "z" + number + ".example.yaml", zone));
    return new ConfigurationLoader(Map.of(), () -> "ns1")
        .load(file, ConfigurationLoader.Overrides.NONE)
        .configuration()
        .orElseThrow();
  }

  private static Set<Endpoint> endpoints(Configuration configuration) {
    Set<Endpoint> endpoints = new HashSet<>();
    configuration
        .plans()
        .values()
        .forEach(
            plan ->
                plan.pools().values().forEach(pool -> pool.endpoints().forEach(endpoints::add)));
    return endpoints;
  }

  private static HealthSnapshot health(Configuration configuration, Random random) {
    List<EndpointState> states = new ArrayList<>();
    for (Endpoint endpoint : endpoints(configuration)) {
      states.add(
          new EndpointState(
              endpoint,
              random.nextBoolean() ? Status.UP : Status.DOWN,
              new Moment(Instant.EPOCH, 0),
              "test",
              0,
              Optional.empty(),
              Duration.ZERO,
              1,
              0));
    }
    return HealthSnapshot.of(states);
  }

  @Test
  void readersDuringReloads_neverSeePartsOfTwoConfigurations() throws Exception {
    List<Configuration> configurations = List.of(configuration(1), configuration(2));
    Random random = new Random(11);
    AtomicBoolean reading = new AtomicBoolean(true);
    AtomicLong looks = new AtomicLong();
    List<AssertionError> wrong = new ArrayList<>();
    try (TestPublisher publisher = new TestPublisher(configurations.getFirst(), Clocks.system())) {
      publisher.serve(configurations.getFirst(), health(configurations.getFirst(), random));
      Thread reader =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      while (reading.get()) {
                        assertOfOneConfiguration(publisher.served());
                        looks.incrementAndGet();
                      }
                    } catch (AssertionError e) {
                      wrong.add(e);
                    }
                  });
      for (int change = 1; change <= CHANGES; change++) {
        Configuration next = configurations.get(change % 2);
        publisher.serve(next, health(next, random));
        publisher.update(health(next, random));
      }
      reading.set(false);
      reader.join();
    }
    assertThat(wrong).isEmpty();
    assertThat(looks.get()).isPositive();
  }

  private static void assertOfOneConfiguration(Served served) {
    Configuration configuration = served.configuration();
    assertThat(served.plans().keySet()).isEqualTo(configuration.plans().keySet());
    List<DomainName> origins = configuration.zones().stream().map(Zone::origin).toList();
    assertThat(served.zones().versions())
        .extracting(ZoneVersion::zone)
        .containsExactlyElementsOf(configuration.zones());
    assertThat(served.snapshot().zones()).isSameAs(served.zones().table());
    assertThat(served.snapshot().zones().zones())
        .extracting(CompiledZone::origin)
        .containsExactlyElementsOf(origins);
    assertThat(served.snapshot().zones().zones())
        .extracting(CompiledZone::serial)
        .containsExactlyElementsOf(configuration.zones().stream().map(Zone::serial).toList());
    for (String plan : configuration.plans().keySet()) {
      assertThat(served.zones().leadsTo(plan)).isTrue();
    }
    assertThat(served.health().states())
        .extracting(EndpointState::endpoint)
        .containsExactlyInAnyOrderElementsOf(endpoints(configuration));
  }
}
