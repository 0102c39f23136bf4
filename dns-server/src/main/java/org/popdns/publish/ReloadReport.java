package org.popdns.publish;

import org.popdns.config.problem.ProblemPrinter;
import org.popdns.status.StatusJson;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What came of a reload, as JSON for the one who asked. */
public final class ReloadReport {

  private ReloadReport() {}

  /** What would come of one, but for what it changes for clients. */
  public static ObjectNode of(DryRun run) {
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    report.put("problems", new ProblemPrinter(ProblemPrinter.Colours.OFF).print(run.problems()));
    report.put("reloaded", false);
    report.put("dryRun", true);
    run.refusal().ifPresent(reason -> report.put("reason", reason));
    run.next()
        .ifPresent(
            next -> {
              report.put("zonesChanged", run.zonesChanged());
              report.put("zones", next.configuration().zones().size());
              report.put("news", run.news());
            });
    return report;
  }

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
        report.put("change", applied.change());
      }
      case ReloadOutcome.Refused refused -> {
        report.put("reloaded", false);
        report.put("reason", refused.reason());
      }
    }
    return report;
  }
}
