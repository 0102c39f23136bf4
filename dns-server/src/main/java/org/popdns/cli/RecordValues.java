package org.popdns.cli;

import java.util.ArrayList;
import java.util.List;
import org.popdns.config.model.RecordSet;
import org.popdns.record.RdataText;

/** What the records of a set say, without owner, TTL and type. Stateless. */
final class RecordValues {

  private RecordValues() {}

  /** The values in the order of the file, in presentation format; a cluster by its name. */
  static List<String> of(RecordSet set) {
    return switch (set) {
      case RecordSet.Static records -> texts(set.type(), records.rdata());
      case RecordSet.Steered steered -> {
        List<String> values = new ArrayList<>();
        values.add("cluster " + steered.plan());
        texts(set.type(), steered.lastResort()).forEach(text -> values.add("last resort " + text));
        yield values;
      }
    };
  }

  static List<String> texts(int type, List<byte[]> rdata) {
    return rdata.stream().map(bytes -> RdataText.of(type, bytes)).toList();
  }
}
