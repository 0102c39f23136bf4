package org.popdns.health.probe;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.Check;
import org.popdns.config.model.Target;
import org.popdns.health.probe.KnownAddresses.Found;
import org.popdns.name.DomainName;

/**
 * One probe of a name: where it leads, then a probe of each of these addresses at once. The first
 * success is the name's, for a client that gets several addresses tries another where one fails;
 * all of their failures together are its failure. What finding the addresses took is no more to be
 * had for the probes, so that both end within the check's timeout; but half of it is theirs in any
 * case, for a slow resolver is not the server's fault. On the event loop.
 */
final class NameRun implements Prober.Running {

  /** More addresses of a name are not probed; half of them are of each family, if it has both. */
  static final int MOST_ADDRESSES = 8;

  private static final long MILLI = 1_000_000;

  private final Prober prober;
  private final KnownAddresses known;
  private final Check check;
  private final DomainName name;
  private final Consumer<ProbeOutcome> whenDone;
  private final long startedNanos = System.nanoTime();
  private final List<Prober.Running> probes = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private Prober.@Nullable Running search;
  private boolean ended;

  /**
   * A probe that does not run yet.
   *
   * @param prober probes the addresses
   */
  NameRun(
      Prober prober,
      KnownAddresses known,
      Check check,
      DomainName name,
      Consumer<ProbeOutcome> whenDone) {
    this.prober = prober;
    this.known = known;
    this.check = check;
    this.name = name;
    this.whenDone = whenDone;
  }

  void begin() {
    search = known.find(name, check.timing().timeout(), this::found);
  }

  private void found(Found found) {
    switch (found) {
      case Found.None(String reason) -> end(new ProbeOutcome.Failure(reason));
      case Found.Addresses(List<InetAddress> addresses, String remark) -> {
        Check within = withinRest(check.with(check.probe().of(name)));
        List<InetAddress> some = some(addresses);
        for (InetAddress address : some) {
          probes.add(
              prober.start(
                  within,
                  new Target.Address(address),
                  outcome -> probed(address, outcome, some.size(), remark)));
        }
      }
    }
  }

  /** The same check within the time that is left, or within half of it all, if that is more. */
  private Check withinRest(Check whole) {
    long passed = System.nanoTime() - startedNanos;
    if (passed < MILLI) {
      return whole;
    }
    Check.Timing timing = whole.timing();
    long allMillis = timing.timeout().toMillis();
    long restMillis = Math.max(allMillis / 2, allMillis - passed / MILLI);
    return whole.with(
        new Check.Timing(
            timing.interval(), Duration.ofMillis(restMillis), timing.rise(), timing.fall()));
  }

  /** The addresses that are probed of all. */
  static List<InetAddress> some(List<InetAddress> addresses) {
    if (addresses.size() <= MOST_ADDRESSES) {
      return addresses;
    }
    List<InetAddress> ipv4 = addresses.stream().filter(Inet4Address.class::isInstance).toList();
    List<InetAddress> ipv6 = addresses.stream().filter(one -> !ipv4.contains(one)).toList();
    int four = Math.max(MOST_ADDRESSES / 2, MOST_ADDRESSES - ipv6.size());
    Set<InetAddress> some = ipv4.stream().limit(four).collect(Collectors.toSet());
    some.addAll(ipv6.stream().limit(MOST_ADDRESSES - some.size()).toList());
    return addresses.stream().filter(some::contains).toList();
  }

  private void probed(InetAddress address, ProbeOutcome outcome, int count, String remark) {
    String told = new Target.Address(address) + ": " + outcome.reason() + remark;
    switch (outcome) {
      case ProbeOutcome.Success success ->
          end(new ProbeOutcome.Success(told, success.certificateEnds()));
      case ProbeOutcome.Failure _ -> {
        failures.add(told);
        if (failures.size() == count) {
          end(new ProbeOutcome.Failure(String.join("; ", failures)));
        }
      }
    }
  }

  private void end(ProbeOutcome outcome) {
    if (!ended) {
      cancel();
      whenDone.accept(outcome);
    }
  }

  @Override
  public void cancel() {
    ended = true;
    if (search != null) {
      search.cancel();
    }
    probes.forEach(Prober.Running::cancel);
  }
}
