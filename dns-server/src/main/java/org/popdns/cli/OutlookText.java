package org.popdns.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.popdns.steering.LossOutlook;
import org.popdns.steering.LossOutlook.Loss;
import org.popdns.steering.LossOutlook.Use;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Where load goes when sites are lost, for people and for programs. Stateless. */
final class OutlookText {

  private static final JsonMapper JSON = new JsonMapper();

  private OutlookText() {}

  /**
   * As text: all well, each site that is lost, and those pairs that leave somebody beyond the
   * threshold.
   *
   * @param ownValues the plans whose records have values that answer where no host is up
   */
  static String render(List<LossOutlook> outlooks, int threshold, Set<String> ownValues) {
    if (outlooks.isEmpty()) {
      return "no capacity is declared, so nobody can be said to be full (--strict fails)\n";
    }
    return outlooks.stream()
        .map(
            outlook ->
                render(
                    outlook,
                    threshold,
                    ownValues.contains(outlook.plan()) ? "own values" : "nobody"))
        .collect(Collectors.joining("\n"));
  }

  private static String render(LossOutlook outlook, int threshold, String lastResort) {
    TextTable table =
        new TextTable("LOST", "ITS LOAD GOES TO", "FULLEST", "BEYOND " + threshold + " %");
    int harmless = 0;
    for (Loss loss : outlook.losses()) {
      if (loss.lost().size() > 1 && loss.beyond(threshold).isEmpty() && loss.untaken() == 0) {
        harmless++;
      } else {
        table.row(
            loss.lost().isEmpty() ? "nothing" : String.join(", ", loss.lost()),
            moved(loss, lastResort),
            loss.beyond(-1).stream().limit(1).map(OutlookText::use).findFirst().orElse("-"),
            uses(loss.beyond(threshold)));
      }
    }
    String rest =
        harmless == 0
            ? ""
            : "%d other %s nobody beyond %d %%\n"
                .formatted(harmless, harmless == 1 ? "pair leaves" : "pairs leave", threshold);
    return ShownName.of(outlook.plan()) + ":\n" + table.render().indent(2) + rest;
  }

  private static String moved(Loss loss, String lastResort) {
    Set<String> unlimited =
        loss.uses().stream()
            .filter(use -> !use.isLimited())
            .map(Use::pool)
            .collect(Collectors.toSet());
    List<String> parts = new ArrayList<>();
    loss.moved()
        .forEach(
            (pool, load) ->
                parts.add(
                    pool
                        + " "
                        + Math.round(load)
                        + (unlimited.contains(pool) ? " (no capacity)" : "")));
    if (loss.belowMinimum() > 0) {
      parts.add("below the minimum " + Math.round(loss.belowMinimum()));
    }
    if (loss.unanswered() > 0) {
      parts.add(lastResort + " " + Math.round(loss.unanswered()));
    }
    return parts.isEmpty() ? "-" : String.join(", ", parts);
  }

  private static String uses(List<Use> uses) {
    return uses.isEmpty()
        ? "-"
        : uses.stream().map(OutlookText::use).collect(Collectors.joining(", "));
  }

  private static String use(Use use) {
    return use.pool() + " " + use.percent() + " %";
  }

  /** As JSON: all of it. */
  static ArrayNode json(List<LossOutlook> outlooks, int threshold) {
    ArrayNode list = JSON.createArrayNode();
    for (LossOutlook outlook : outlooks) {
      ObjectNode entry = list.addObject().put("name", outlook.plan());
      ArrayNode losses = entry.putArray("losses");
      outlook.losses().forEach(loss -> json(losses.addObject(), loss, threshold));
    }
    return list;
  }

  private static void json(ObjectNode json, Loss loss, int threshold) {
    ArrayNode lost = json.putArray("lost");
    loss.lost().forEach(lost::add);
    ArrayNode moved = json.putArray("loadGoesTo");
    loss.moved()
        .forEach((pool, load) -> moved.addObject().put("pool", pool).put("load", Math.round(load)));
    json.put("unanswered", Math.round(loss.untaken()));
    ArrayNode pools = json.putArray("pools");
    for (Use use : loss.uses()) {
      ObjectNode pool =
          pools.addObject().put("pool", use.pool()).put("load", Math.round(use.load()));
      if (use.isLimited()) {
        pool.put("capacity", Math.round(use.capacity())).put("percent", use.percent());
      } else {
        pool.putNull("capacity").putNull("percent");
      }
      pool.put("beyondThreshold", use.isLimited() && use.percent() > threshold);
    }
  }
}
