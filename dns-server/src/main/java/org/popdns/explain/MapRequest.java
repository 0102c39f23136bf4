package org.popdns.explain;

import java.util.Optional;
import java.util.Set;
import org.popdns.admin.socket.ControlReply;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.config.model.Configuration;
import org.popdns.time.Clocks;
import org.popdns.time.Moment;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request to say which pool each country gets.
 *
 * @param question what is asked there; nobody asks in particular
 */
public record MapRequest(ExplainRequest question) {

  /** The command's name on the control socket. */
  public static final String COMMAND = "map";

  /**
   * A request.
   *
   * @param name the name asked, in presentation format
   * @param type the type's mnemonic
   * @param down what is taken to be down, as of {@link ExplainRequest}
   */
  public MapRequest(String name, String type, Set<String> down) {
    this(
        new ExplainRequest(name, type, Optional.empty(), Optional.empty(), Optional.empty(), down));
  }

  /** The request for a running server. */
  public ControlRequest toControlRequest() {
    return new ControlRequest(COMMAND, question.toControlRequest().arguments());
  }

  /**
   * Says it of files, if all endpoints were up but those that are down.
   *
   * @throws IllegalArgumentException with a line for the operator if there is nothing to say
   */
  public ObjectNode mapOffline(Configuration configuration) {
    Moment now = Clocks.system().moment();
    FilePlaces found = FilePlaces.read(configuration.server().places());
    return found.addMissing(map(Situation.assumed(configuration, found.places(), now), now));
  }

  /** Says it of a running server. */
  public static ControlReply answer(ControlRequest request, Situation served, Moment now) {
    try {
      ObjectNode map = new MapRequest(ExplainRequest.from(request)).map(served, now);
      return new ControlReply.Done(map.put("at", now.at().toString()));
    } catch (IllegalArgumentException e) {
      return new ControlReply.Failed(String.valueOf(e.getMessage()));
    }
  }

  private ObjectNode map(Situation situation, Moment now) {
    ObjectNode map =
        new CountryTable(
                question.suppose(situation, now),
                question.domainName(),
                question.number(),
                now.nanos())
            .explain();
    if (!question.down().isEmpty()) {
      question.down().stream().sorted().forEach(map.putArray("down")::add);
    }
    return map;
  }
}
