package org.popdns.differential;

/**
 * Bugs put into the code that answers, each as the change of a line: what new nameservers are known
 * to get wrong.
 */
@SuppressWarnings("StringConcatToTextBlock") // Parts of lines, not texts.
enum CodeBug {
  ANSWERS_A_RESPONSE(
      Source.QUERY_PARSER, "if ((query.flags & WireFormat.QR) != 0) {", "if (query.flags < 0) {"),
  SIZES_BELOW_512_COUNT(
      Source.OPT_PARSER,
      "Math.max(QueryParser.MIN_UDP_PAYLOAD_BYTES, WireFormat.u16(message, at + CLASS))",
      "WireFormat.u16(message, at + CLASS)"),
  EDNS_VERSION_IGNORED(
      Source.QUERY_PARSER, "if (query.ednsVersion != 0) {", "if (query.ednsVersion < 0) {"),
  EDNS_FLAGS_ECHOED(
      Source.OPT_RECORD, "query.ednsFlags() & WireFormat.EDNS_DO", "query.ednsFlags()"),
  RD_LOST(
      Source.RESPONDER,
      "WireFormat.OPCODE_MASK | WireFormat.RD | WireFormat.CD);\n    int flags",
      "WireFormat.OPCODE_MASK | WireFormat.CD);\n    int flags"),
  AA_ON_REFERRAL(Source.PLANNER, "plan.authoritative = false;", "plan.authoritative = true;"),
  NO_SOA_IN_NODATA(
      Source.PLANNER,
      "plan.typesAtEnd.addAll(node.sets().keySet());\n      addSoa(plan);",
      "plan.typesAtEnd.addAll(node.sets().keySet());"),
  SOA_WITH_ITS_OWN_TTL(
      Source.PLANNER, "Math.min(soa.ttlSeconds(), minimum)", "soa.ttlSeconds() + minimum * 0"),
  CHAIN_ENDS_WITH_NOERROR(
      Source.PLANNER,
      "// RFC 6604 §3: the rcode is that of the chain's end.\n        plan.rcode = Rcode.NXDOMAIN;",
      ""),
  CNAME_FOLLOWED_WHEN_ASKED(
      Source.PLANNER,
      "      additional.addFor(owner, node, set, plan.optionalAdditional);\n      return;",
      "      if (type != RecordType.CNAME || !(set instanceof RecordSet.Static asked)) return;\n"
          + "      followTo(DomainName.ofWire(asked.rdata().getFirst(), 0), type, plan, visited);\n"
          + "      return;"),
  CNAME_NOT_FOLLOWED(
      Source.PLANNER,
      "    followTo(DomainName.ofWire(cname.rdata().getFirst(), 0), type, plan, visited);",
      ""),
  GLUE_LEFT_OUT(
      Source.PLANNER, "additional.addAddresses(nameserver, section);", "section.isEmpty();"),
  ADDITIONAL_DATA_LEFT_OUT(
      Source.ADDITIONAL,
      "targets(records).forEach(target -> addAddresses(target, section));\n        }",
      "section.isEmpty();\n        }"),
  EMPTY_NON_TERMINAL_DOES_NOT_EXIST(
      Source.TREE,
      "        addEmptyNonTerminals(last, name, length);",
      "        names.hashCode();"),
  WILDCARD_OF_A_FARTHER_ANCESTOR(
      Source.LOOKUP,
      "      if (node != CompiledZone.NONE) {\n"
          + "        return belowEncloser(zone, node, skip, query);",
      "      if (node != CompiledZone.NONE && (zone.wildcard(node) != CompiledZone.NONE"
          + " || zone.isCut(node) || zone.redirect(node) != CompiledZone.NONE || skip == apex)) {\n"
          + "        return belowEncloser(zone, node, skip, query);"),
  WILDCARD_MEANS_NOTHING(
      Source.LOOKUP, "return wildcard == CompiledZone.NONE ?", "return wildcard >= 0 || true ?"),
  WILDCARD_BEFORE_DELEGATION(
      Source.LOOKUP,
      "    if (zone.isCut(encloser)) {",
      "    if (zone.isCut(encloser) && query.labelCount() < 0) {"),
  ANSWER_BELOW_A_CUT(Source.TREE, "        cut = last;", "        cut = last < 0 ? last : cut;"),
  DS_REFERRED(
      Source.LOOKUP,
      "return query.type() == RecordType.DS\n          ? zone.answer",
      "return query.type() < 0\n          ? zone.answer"),
  DS_FROM_THE_CHILD(
      Source.LOOKUP,
      "if (query.type() == RecordType.DS && closest.labelCount()",
      "if (query.type() < 0 && closest.labelCount()"),
  DNAME_AT_ITS_OWNER(
      Source.LOOKUP,
      "    if (zone.isCut(node)) {",
      "    if (zone.redirect(node) != CompiledZone.NONE) {\n      return zone.nxDomain();\n    }\n"
          + "    if (zone.isCut(node)) {"),
  DNAME_IGNORED(
      Source.LOOKUP,
      "if (zone.redirect(encloser) != CompiledZone.NONE) {",
      "if (zone.redirect(encloser) != CompiledZone.NONE && labels < 0) {"),
  SYNTHESISED_CNAME_WITH_TTL_0(
      Source.REDIRECTION, "WireFormat.s32(step.response, target() - 6)", "0"),
  SYNTHESISED_CNAME_NO_ANSWER(
      Source.REDIRECTION,
      "if (query.type() == RecordType.CNAME || query.type() == RecordType.ANY) {",
      "if (query.type() == RecordType.ANY) {"),
  CASE_MATTERS(
      Source.HASH_OF_QUERY,
      "long word = NameHash.lowerCase(NameHash.word(message, at + 1 + i));",
      "long word = NameHash.word(message, at + 1 + i);"),
  QUESTION_IN_LOWER_CASE(
      Source.RESPONDER,
      "          exchange.query.nameLength() + WireFormat.QUESTION_TAIL_BYTES);",
      "          exchange.query.nameLength() + WireFormat.QUESTION_TAIL_BYTES);\n"
          + "      long at = exchange.message + WireFormat.HEADER_LENGTH_BYTES;\n"
          + "      for (long i = at; i < at + exchange.query.nameLength(); i++) {\n"
          + "        int letter = WireFormat.u8(exchange.response, i);\n"
          + "        if (letter >= 'A' && letter <= 'Z') {\n"
          + "          WireFormat.put8(exchange.response, i, letter + 32);\n"
          + "        }\n"
          + "      }");

  private final Source source;
  private final String right;
  private final String wrong;

  CodeBug(Source source, String right, String wrong) {
    this.source = source;
    this.right = right;
    this.wrong = wrong;
  }

  /** The file, relative to the root of the project. */
  String file() {
    return source.module + "/src/main/java/org/popdns/" + source.file;
  }

  /** What stands there once. */
  String right() {
    return right;
  }

  /** What the bug puts in its place. */
  String wrong() {
    return wrong;
  }

  /** The files of the answer path. */
  private enum Source {
    QUERY_PARSER("dns-wire", "wire/QueryParser.java"),
    OPT_PARSER("dns-wire", "wire/OptParser.java"),
    HASH_OF_QUERY("dns-wire", "wire/Query.java"),
    RESPONDER("dns-server", "answer/Responder.java"),
    OPT_RECORD("dns-server", "answer/OptRecord.java"),
    REDIRECTION("dns-server", "answer/Redirection.java"),
    LOOKUP("dns-server", "snapshot/ZoneLookup.java"),
    TREE("zone-config", "config/model/NumberedNames.java"),
    PLANNER("dns-server", "snapshot/compile/AnswerPlanner.java"),
    ADDITIONAL("dns-server", "snapshot/compile/AdditionalRecords.java");

    private final String module;
    private final String file;

    Source(String module, String file) {
      this.module = module;
      this.file = file;
    }
  }
}
