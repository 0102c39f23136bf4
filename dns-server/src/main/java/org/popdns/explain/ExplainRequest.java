package org.popdns.explain;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.popdns.admin.socket.ControlReply;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.config.model.Configuration;
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
 */
public record ExplainRequest(
    String name,
    String type,
    Optional<String> client,
    Optional<String> resolver,
    Optional<Integer> udpBytes,
    Set<String> down) {

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
    return udpBytes.map(bytes -> asked.with("udp", Integer.toString(bytes))).orElse(asked);
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
        down.isEmpty() ? Set.of() : new LinkedHashSet<>(Arrays.asList(down.split(",", -1))));
  }

  /**
   * Explains what files would answer if all endpoints were up but those that are down.
   *
   * @throws IllegalArgumentException with a line for the operator if the request makes no sense
   */
  public ObjectNode explainOffline(Configuration configuration) {
    Moment now = Clocks.system().moment();
    FilePlaces found = FilePlaces.read(configuration.server().places());
    return found.addMissing(explain(Situation.assumed(configuration, found.places(), now), now));
  }

  /** Explains what a running server answers. */
  public static ControlReply answer(ControlRequest request, Situation served, Moment now) {
    try {
      return new ControlReply.Done(from(request).explain(served, now));
    } catch (IllegalArgumentException e) {
      return new ControlReply.Failed(String.valueOf(e.getMessage()));
    }
  }

  private ObjectNode explain(Situation situation, Moment now) {
    Situation supposed = suppose(situation, now);
    return new Explainer(supposed, domainName(), number(), asker(), udpBytes, now.nanos())
        .explain();
  }

  /** The number of the type asked. */
  int number() {
    return RecordTypes.byMnemonic(type)
        .orElseThrow(() -> new IllegalArgumentException("unknown type '" + type + "'"))
        .number();
  }

  /**
   * A situation with down what is taken to be.
   *
   * @throws IllegalArgumentException with a line for the operator if the request makes no sense
   */
  Situation suppose(Situation situation, Moment now) {
    Situation supposed = down.isEmpty() ? situation : situation.withDown(down, now);
    complaint()
        .ifPresent(
            complaint -> {
              throw new IllegalArgumentException(complaint);
            });
    return supposed;
  }

  private static int bytes(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is no number of bytes", e);
    }
  }
}
