package org.popdns.health.resolve;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.popdns.health.probe.AddressLookup;
import org.popdns.name.DomainName;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * Asks the system's resolvers, those of {@code /etc/resolv.conf}, for A and AAAA records. The file
 * of hosts is not read: clients do not have it. Names are taken as whole ones, without a search
 * path. Called on any thread; what is asked waits on a virtual one each, and the answer comes on
 * dnsjava's.
 */
public final class SystemResolvers implements AddressLookup {

  /** Who is asked may change while the checker runs, as addresses by DHCP do. */
  private static final Duration SETTING_HOLDS = Duration.ofMinutes(1);

  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Duration TIMEOUT_OF_ALL = Duration.ofSeconds(5);

  private final Object setting = new Object();
  private boolean known;
  private long readAtNanos;
  private List<InetSocketAddress> servers = List.of();

  /** Reads the system's setting when it is asked first. */
  public SystemResolvers() {}

  @Override
  public void ask(DomainName name, Consumer<Answer> whenAnswered) {
    Thread.ofVirtual().name("popdns-health-resolve").start(() -> start(name, whenAnswered));
  }

  private void start(DomainName name, Consumer<Answer> whenAnswered) {
    List<InetSocketAddress> asked = servers();
    if (asked.isEmpty()) {
      whenAnswered.accept(new Answer.Silence("this system has no resolvers"));
      return;
    }
    CompletionStage<Answer> ipv4 = ask(asked, name, Type.A);
    CompletionStage<Answer> ipv6 = ask(asked, name, Type.AAAA);
    var _ =
        ipv4.thenCombine(ipv6, AddressAnswer::both)
            .whenComplete(
                (answer, failure) ->
                    whenAnswered.accept(
                        failure == null
                            ? answer
                            : new Answer.Silence("the resolver cannot be asked")));
  }

  private List<InetSocketAddress> servers() {
    synchronized (setting) {
      long now = System.nanoTime();
      if (!known || now - readAtNanos > SETTING_HOLDS.toNanos()) {
        ResolverConfig.refresh();
        servers = List.copyOf(ResolverConfig.getCurrentConfig().servers());
        readAtNanos = now;
        known = true;
      }
      return servers;
    }
  }

  private static CompletionStage<Answer> ask(
      List<InetSocketAddress> servers, DomainName name, int type) {
    List<Resolver> resolvers = new ArrayList<>();
    for (InetSocketAddress server : servers) {
      SimpleResolver resolver = new SimpleResolver(server);
      resolver.setTimeout(TIMEOUT);
      resolvers.add(resolver);
    }
    ExtendedResolver resolver = new ExtendedResolver(resolvers);
    resolver.setTimeout(TIMEOUT_OF_ALL);
    Name qname = name(name);
    return resolver
        .sendAsync(Message.newQuery(Record.newRecord(qname, type, DClass.IN)))
        .handle(
            (message, failure) ->
                message == null
                    ? (Answer) new Answer.Silence("no resolver has answered")
                    : AddressAnswer.of(message, qname, type));
  }

  private static Name name(DomainName name) {
    try {
      return new Name(name.toWire());
    } catch (IOException impossible) {
      throw new IllegalStateException("no name: " + name, impossible);
    }
  }
}
