package org.popdns.explain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.popdns.admin.socket.ControlReply;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.config.model.Configuration;
import org.popdns.events.Event;
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
   * @param at the time that is meant; empty for now
   */
  public MapRequest(String name, String type, Set<String> down, Optional<Instant> at) {
    this(
        new ExplainRequest(
            name, type, Optional.empty(), Optional.empty(), Optional.empty(), down, at));
  }

  /** The request for a running server. */
  public ControlRequest toControlRequest() {
    return new ControlRequest(COMMAND, question.toControlRequest().arguments());
  }

  /**
   * Says it of files, if all endpoints were up but those that are down, or with the health of a
   * time in the past.
   *
   * @param journal the events of that node's journal; not read if no time is given
   * @throws IllegalArgumentException with a line for the operator if there is nothing to say
   */
  public ObjectNode mapOffline(Configuration configuration, List<Event> journal) {
    Moment now = Clocks.system().moment();
    FilePlaces found = FilePlaces.of(configuration);
    Situation assumed = Situation.assumed(configuration, found.places(), now);
    Recollection known = new Recollection(journal, Optional.empty());
    return found.addMissing(map(question.suppose(assumed, known, now), now));
  }

  /** Says it of a running server, or of its past as far as its journal tells. */
  public static ControlReply answer(
      ControlRequest request, Situation served, List<Event> journal, Moment now) {
    try {
      ExplainRequest asked = ExplainRequest.from(request);
      Recollection known = new Recollection(journal, Optional.of(served.health()));
      ObjectNode map = new MapRequest(asked).map(asked.suppose(served, known, now), now);
      return new ControlReply.Done(
          asked.at().isPresent() ? map : map.put("at", now.at().toString()));
    } catch (IllegalArgumentException e) {
      return new ControlReply.Failed(String.valueOf(e.getMessage()));
    }
  }

  private ObjectNode map(Supposition supposed, Moment now) {
    ObjectNode map =
        new CountryTable(
                supposed.situation(), question.domainName(), question.number(), now.nanos())
            .explain();
    question.at().ifPresent(at -> map.put("at", at.toString()));
    supposed.tellPast(map, Set.of(map.path("plan").asString("")));
    if (!question.down().isEmpty()) {
      question.down().stream().sorted().forEach(map.putArray("down")::add);
    }
    return map;
  }
}
