package org.popdns.publish;

import org.popdns.config.problem.ProblemPrinter;
import org.popdns.status.StatusJson;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What came of a reload, as JSON for the one who asked. */
public final class ReloadReport {

  private ReloadReport() {}

  public static ObjectNode of(ReloadOutcome outcome) {
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    report.put(
        "problems", new ProblemPrinter(ProblemPrinter.Colours.OFF).print(outcome.problems()));
    switch (outcome) {
      case ReloadOutcome.Applied applied -> {
        report.put("reloaded", true);
        report.put("zonesChanged", applied.zonesCompiled());
        report.put("zones", applied.zones());
        StatusJson.putBroken(
            report, BrokenZones.told(applied.served()), BrokenZones.leftOut(applied.served()));
        report.put("endpoints", applied.endpoints());
        report.put("milliseconds", applied.took().toMillis());
        report.put("news", applied.news());
      }
      case ReloadOutcome.Refused refused -> {
        report.put("reloaded", false);
        report.put("reason", refused.reason());
      }
    }
    return report;
  }
}
