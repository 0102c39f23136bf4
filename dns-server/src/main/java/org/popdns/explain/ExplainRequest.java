package org.popdns.explain;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.popdns.admin.socket.ControlReply;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.config.model.Configuration;
import org.popdns.events.Event;
import org.popdns.name.DomainName;
import org.popdns.name.InternationalName;
import org.popdns.record.RecordTypes;
import org.popdns.time.Clocks;
import org.popdns.time.Moment;
import org.popdns.wire.QueryParser;
import org.popdns.wire.WireFormat;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request to explain an answer.
 *
 * @param name the name asked, in presentation format
 * @param type the type's mnemonic
 * @param client who is taken to ask, as {@code ADDRESS} or {@code ADDRESS/LENGTH}: the network that
 *     the query's client subnet option names
 * @param resolver which address sends the query; empty if the client does
 * @param udpBytes how many bytes the client takes over UDP (RFC 6891 §6.2.3); empty if it asks over
 *     TCP
 * @param down what is taken to be down: addresses, hosts, sites, or {@code all}
 * @param at the time that is meant, with the health of then; empty for now
 */
public record ExplainRequest(
    String name,
    String type,
    Optional<String> client,
    Optional<String> resolver,
    Optional<Integer> udpBytes,
    Set<String> down,
    Optional<Instant> at) {

  /** The command's name on the control socket. */
  public static final String COMMAND = "explain";

  /** Copies the set. */
  public ExplainRequest {
    down = Set.copyOf(down);
  }

  /** Why the request makes no sense whatever the configuration, in one line; empty if it may. */
  public Optional<String> complaint() {
    if (name.isEmpty()) {
      return Optional.of("the name is empty; the root is '.'");
    }
    if (RecordTypes.byMnemonic(type).isEmpty()) {
      return Optional.of("unknown type '" + type + "'");
    }
    try {
      domainName();
      asker();
      return udpBytes
          .filter(
              bytes ->
                  bytes < QueryParser.MIN_UDP_PAYLOAD_BYTES || bytes > WireFormat.MAX_MESSAGE_BYTES)
          .map(bytes -> "no client takes " + bytes + " bytes over UDP: 512 to 65535");
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private Asker asker() {
    return Asker.of(client, resolver);
  }

  /** The name asked. */
  DomainName domainName() {
    return DomainName.parse(InternationalName.toAscii(name));
  }

  /** The request for a running server. */
  public ControlRequest toControlRequest() {
    ControlRequest request =
        ControlRequest.of(COMMAND)
            .with("name", name)
            .with("type", type)
            .with("down", String.join(",", down));
    ControlRequest by = client.map(address -> request.with("client", address)).orElse(request);
    ControlRequest asked = resolver.map(address -> by.with("resolver", address)).orElse(by);
    ControlRequest wide =
        udpBytes.map(bytes -> asked.with("udp", Integer.toString(bytes))).orElse(asked);
    return at.map(time -> wide.with("at", time.toString())).orElse(wide);
  }

  /** As it comes from a command line. */
  static ExplainRequest from(ControlRequest request) {
    String down = request.text("down").orElse("");
    return new ExplainRequest(
        request.text("name").orElse(""),
        request.text("type").orElse("A"),
        request.text("client"),
        request.text("resolver"),
        request.text("udp").map(ExplainRequest::bytes),
        down.isEmpty() ? Set.of() : new LinkedHashSet<>(Arrays.asList(down.split(",", -1))),
        request.text("at").map(ExplainRequest::time));
  }

  /**
   * Explains what files would answer if all endpoints were up but those that are down, or with the
   * health of a time in the past.
   *
   * @param journal the events of that node's journal; not read if no time is given
   * @throws IllegalArgumentException with a line for the operator if the request makes no sense
   */
  public ObjectNode explainOffline(Configuration configuration, List<Event> journal) {
    Moment now = Clocks.system().moment();
    FilePlaces found = FilePlaces.of(configuration);
    Situation assumed = Situation.assumed(configuration, found.places(), now);
    return found.addMissing(
        explain(suppose(assumed, new Recollection(journal, Optional.empty()), now), now));
  }

  /** Explains what a running server answers, or has answered as far as its journal tells. */
  public static ControlReply answer(
      ControlRequest request, Situation served, List<Event> journal, Moment now) {
    try {
      ExplainRequest asked = from(request);
      Recollection known = new Recollection(journal, Optional.of(served.health()));
      return new ControlReply.Done(asked.explain(asked.suppose(served, known, now), now));
    } catch (IllegalArgumentException e) {
      return new ControlReply.Failed(String.valueOf(e.getMessage()));
    }
  }

  private ObjectNode explain(Supposition supposed, Moment now) {
    ObjectNode explanation =
        new Explainer(supposed.situation(), domainName(), number(), asker(), udpBytes, now.nanos())
            .explain();
    Set<String> plans = new LinkedHashSet<>();
    explanation.path("clusters").forEach(told -> plans.add(told.path("cluster").asString("")));
    explanation.path("plans").forEach(told -> plans.add(told.path("plan").asString("")));
    return supposed.tellPast(explanation, plans);
  }

  /** The number of the type asked. */
  int number() {
    return RecordTypes.byMnemonic(type)
        .orElseThrow(() -> new IllegalArgumentException("unknown type '" + type + "'"))
        .number();
  }

  /**
   * A situation as it was at the time that is meant, with down what is taken to be.
   *
   * @param known what the past is told by; not looked at if no time is given
   * @throws IllegalArgumentException with a line for the operator if the request makes no sense
   */
  Supposition suppose(Situation situation, Recollection known, Moment now) {
    Optional<Past> past = at.map(time -> Past.of(known.events(), time, now.at()));
    Situation then =
        past.map(p -> situation.with(p.health(situation.configuration(), known.present(), now)))
            .orElse(situation);
    Situation supposed = down.isEmpty() ? then : then.withDown(down, now);
    complaint()
        .ifPresent(
            complaint -> {
              throw new IllegalArgumentException(complaint);
            });
    return new Supposition(supposed, past);
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("'" + text + "' is no time", e);
    }
  }

  private static int bytes(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is no number of bytes", e);
    }
  }
}
