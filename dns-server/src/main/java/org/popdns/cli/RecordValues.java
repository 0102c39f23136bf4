package org.popdns.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.SteeringPlan;
import org.popdns.record.RdataText;

/** What the records of a set say, without owner, TTL and type. Stateless. */
final class RecordValues {

  private RecordValues() {}

  /**
   * The values in the order of the file, in presentation format; a cluster by its name.
   *
   * @param plan the set's own, if it is a dynamic record
   */
  static List<String> of(RecordSet set, Optional<SteeringPlan> plan) {
    return switch (set) {
      case RecordSet.Static records -> texts(set.type(), records.rdata());
      case RecordSet.Steered steered -> {
        List<String> values = new ArrayList<>();
        if (plan.isPresent()) {
          PlanText.of(plan.get()).forEach(line -> values.add("dynamic " + line));
        } else {
          values.add("cluster " + steered.plan());
        }
        texts(set.type(), steered.lastResort()).forEach(text -> values.add("last resort " + text));
        yield values;
      }
    };
  }

  static List<String> texts(int type, List<byte[]> rdata) {
    return rdata.stream().map(bytes -> RdataText.of(type, bytes)).toList();
  }
}
