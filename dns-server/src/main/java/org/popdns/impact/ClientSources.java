package org.popdns.impact;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.popdns.answer.SampledQuery;
import org.popdns.explain.Situation;
import org.popdns.health.HealthSnapshot;
import org.popdns.place.Places;
import org.popdns.publish.Served;
import org.popdns.sample.ClientCount;
import org.popdns.sample.SampleListener;
import org.popdns.time.Clocks;

/**
 * Counts which source says where the clients are that ask for names which tell clients apart, and
 * whether their own network decides or the resolver's. By the sample, so that workers count
 * nothing. One thread counts, others look.
 */
public final class ClientSources implements SampleListener {

  /** So many questions are known at most: names that nobody has may be made up without end. */
  private static final int MOST_KNOWN = 10_000;

  private final Supplier<Served> source;
  private final Clocks clocks;
  private final Map<Kind, Double> counts = new ConcurrentHashMap<>();
  private @Nullable Served served;
  private @Nullable NodeAnswers answers;

  private record Kind(String source, String client) {}

  /**
   * Nothing is counted yet.
   *
   * @param source what is served at the time
   */
  public ClientSources(Supplier<Served> source, Clocks clocks) {
    this.source = source;
    this.clocks = clocks;
  }

  @Override
  public void sampled(List<SampledQuery> taken, double each) {
    Served now = source.get();
    for (SampledQuery query : taken) {
      answers(now)
          .deciding(query)
          .ifPresent(deciding -> counts.merge(kind(now, deciding), each, Double::sum));
    }
  }

  private static Kind kind(Served now, NodeAnswers.Deciding deciding) {
    InetAddress address = deciding.network().network();
    Places.Found found = now.regions().places().of(address);
    return new Kind(
        found.geoSource().or(found::asnSource).orElse(ClientCount.NO_SOURCE),
        deciding.byOption() ? ClientCount.BY_OPTION : ClientCount.BY_RESOLVER);
  }

  /** What is served may change at any time, and with it which names tell clients apart. */
  @SuppressWarnings("ReferenceEquality") // Whatever is exchanged is another object.
  private NodeAnswers answers(Served now) {
    NodeAnswers known = answers;
    if (known == null || now != served || known.known() > MOST_KNOWN) {
      HealthSnapshot health =
          Situation.withUnknownUp(now.configuration(), now.health(), clocks.moment());
      known =
          new NodeAnswers(
              now.configuration(),
              now.configuration().server().site(),
              health,
              now.regions(),
              now.limits());
      answers = known;
      served = now;
    }
    return known;
  }

  /** What was counted since the start. */
  public List<ClientCount> counts() {
    return counts.entrySet().stream()
        .map(
            entry ->
                new ClientCount(entry.getKey().source, entry.getKey().client, entry.getValue()))
        .toList();
  }
}
