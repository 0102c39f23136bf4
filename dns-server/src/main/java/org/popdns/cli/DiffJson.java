package org.popdns.cli;

import java.util.List;
import org.popdns.config.diff.Change;
import org.popdns.config.diff.Part;
import org.popdns.config.model.RecordSet;
import org.popdns.record.RecordTypes;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Changes as JSON. Stateless. */
final class DiffJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private DiffJson() {}

  /** {@code {"same": …, "changes": […]}}. */
  static ObjectNode of(List<Change> changes) {
    ObjectNode root = NODES.objectNode().put("same", changes.isEmpty());
    ArrayNode list = root.putArray("changes");
    for (Change change : changes) {
      switch (change) {
        case Change.Added(Part part) -> entry(list, "added", part).set("after", properties(part));
        case Change.Removed(Part part) ->
            entry(list, "removed", part).set("before", properties(part));
        case Change.Changed(Part before, Part after) ->
            entry(list, "changed", after)
                .set("before", properties(before))
                .set("after", properties(after));
      }
    }
    return root;
  }

  private static ObjectNode entry(ArrayNode list, String change, Part part) {
    ObjectNode entry = list.addObject().put("change", change);
    switch (part) {
      case Part.Setting setting -> entry.put("kind", "setting").put("name", setting.name());
      case Part.OfAnnouncement entryOf ->
          entry.put("kind", "announcement").put("name", entryOf.announcement().name());
      case Part.OfSite site -> entry.put("kind", "site").put("name", site.site().name());
      case Part.OfCheck check -> entry.put("kind", "check").put("name", check.check().name());
      case Part.OfPlan plan -> entry.put("kind", "cluster").put("name", plan.plan().name());
      case Part.MemberAddress member ->
          entry.put("kind", "member").put("cluster", member.plan()).put("site", member.pool());
      case Part.OfSuspicion _ -> entry.put("kind", "suspicion").put("name", "suspicion");
      case Part.OfZone zone ->
          entry.put("kind", "zone").put("name", zone.zone().origin().toString());
      case Part.OfRecords records ->
          entry
              .put("kind", "records")
              .put("zone", records.zone().toString())
              .put("name", records.records().owner().toString())
              .put("type", RecordTypes.mnemonic(records.records().type()));
    }
    return entry;
  }

  private static ObjectNode properties(Part part) {
    ObjectNode properties = NODES.objectNode();
    if (part instanceof Part.OfRecords records) {
      RecordSet set = records.records();
      properties.put("ttl", set.ttlSeconds());
      switch (set) {
        case RecordSet.Static plain -> values(properties, "values", set.type(), plain.rdata());
        case RecordSet.Steered steered -> {
          if (records.plan().isPresent()) {
            ArrayNode lines = properties.putArray("dynamic");
            PlanText.of(records.plan().get()).forEach(lines::add);
          } else {
            properties.put("cluster", steered.plan());
          }
          values(properties, "lastResort", set.type(), steered.lastResort());
        }
      }
    } else {
      PartProperties.of(part).forEach(properties::put);
    }
    return properties;
  }

  private static void values(ObjectNode object, String key, int type, List<byte[]> rdata) {
    ArrayNode array = object.putArray(key);
    RecordValues.texts(type, rdata).forEach(array::add);
  }
}
