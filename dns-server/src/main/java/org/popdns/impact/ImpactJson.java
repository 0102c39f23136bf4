package org.popdns.impact;

import org.popdns.config.write.AddressFormat;
import org.popdns.record.RecordTypes;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes for clients as JSON. Stateless. */
final class ImpactJson {

  private static final int MOST_NAMES = 100;
  private static final double PRECISION = 1e6;

  private ImpactJson() {}

  static void put(ObjectNode entry, NameChange change) {
    ArrayNode names = entry.putArray("names");
    change.names().stream().limit(MOST_NAMES).forEach(name -> names.add(name.toString()));
    entry.put("nameCount", change.names().size());
    entry.put("type", RecordTypes.mnemonic(change.type()));
    change.network().ifPresent(network -> entry.put("network", AddressFormat.of(network)));
    if (!change.sites().isEmpty()) {
      ArrayNode sites = entry.putArray("sites");
      change.sites().forEach(sites::add);
    }
    entry.put("moved", rounded(change.moved()));
    answers(entry.putObject("before"), change.before());
    answers(entry.putObject("after"), change.after());
  }

  private static void answers(ObjectNode entry, NameChange.Answers answers) {
    entry.put("clients", answers.clients());
    if (!answers.pool().equals(NameChange.NO_PLAN)) {
      entry.put("pool", answers.pool());
      entry.put("reason", answers.reason());
    }
    entry.put("even", answers.records().isEven());
    ArrayNode records = entry.putArray("records");
    answers
        .records()
        .parts()
        .forEach(
            (record, part) -> records.addObject().put("value", record).put("part", rounded(part)));
  }

  /** A part, without the noise of fractions. */
  static double rounded(double part) {
    return Math.round(part * PRECISION) / PRECISION;
  }
}
