package org.popdns.report;

import java.util.ArrayList;
import java.util.List;
import org.popdns.config.model.ClientCondition;
import org.popdns.config.model.PoolOrder;
import org.popdns.config.model.SteeringRule;
import org.popdns.config.write.AddressFormat;

/** Whom rules are for, in a few words: {@code EU, NA-US, 192.0.2.0/24}. Pure. */
public final class ClientWords {

  /** Everybody who is left. */
  public static final String EVERYBODY = "everybody";

  private static final int MOST = 6;

  private ClientWords() {}

  /** Whom one rule is for, whole. */
  public static String of(ClientCondition clients) {
    return clients.isEverybody() ? EVERYBODY : String.join(", ", parts(clients));
  }

  /** Whom some rules are for, shortened where that is long. */
  public static String briefly(List<ClientCondition> rules) {
    List<String> parts = new ArrayList<>();
    for (ClientCondition clients : rules) {
      parts.addAll(clients.isEverybody() ? List.of(EVERYBODY) : parts(clients));
    }
    return parts.size() <= MOST
        ? String.join(", ", parts)
        : "%s and %d more"
            .formatted(String.join(", ", parts.subList(0, MOST - 1)), parts.size() - MOST + 1);
  }

  /** Whom some rules are for, shortened where that is long, and whether they go by distance. */
  public static String ofRules(List<SteeringRule> rules) {
    boolean byDistance = rules.stream().anyMatch(rule -> rule.order() == PoolOrder.NEAREST);
    return briefly(rules.stream().map(SteeringRule::clients).toList())
        + (byDistance ? ", by distance" : "");
  }

  private static List<String> parts(ClientCondition clients) {
    List<String> parts = new ArrayList<>();
    clients.geos().forEach(geo -> parts.add(geo.toString()));
    clients.subnets().forEach(subnet -> parts.add(AddressFormat.of(subnet)));
    clients.asns().forEach(asn -> parts.add("AS" + asn));
    return parts;
  }
}
