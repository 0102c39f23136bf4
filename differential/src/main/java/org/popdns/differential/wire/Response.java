package org.popdns.differential.wire;

import java.util.List;
import java.util.Optional;

/**
 * What a response says.
 *
 * @param outcome whether there is one
 * @param rcode with its EDNS part
 * @param flags the header's second 16 bits without rcode
 * @param question as it came, byte by byte in hex
 * @param opt version, flags and options of the OPT record, if there is one
 * @param answer its RRsets in the order of the message
 * @param authority sorted RRsets
 * @param additional sorted RRsets, without OPT
 */
public record Response(
    Outcome outcome,
    int rcode,
    int flags,
    String question,
    Optional<String> opt,
    List<RecordGroup> answer,
    List<RecordGroup> authority,
    List<RecordGroup> additional) {

  /** AA in {@link #flags}. */
  public static final int AA = 0x0400;

  /** The opcode in {@link #flags}. */
  public static final int OPCODE = 0x7800;

  /** TC in {@link #flags}. */
  public static final int TC = 0x0200;

  /** What came back. */
  public enum Outcome {
    /** A message that can be read. */
    READ,
    /** Bytes that are no message. */
    MALFORMED,
    /** Nothing. */
    SILENCE
  }

  /** Copies the lists. */
  public Response {
    answer = List.copyOf(answer);
    authority = List.copyOf(authority);
    additional = List.copyOf(additional);
  }

  /** A response with nothing in it. */
  public static Response none(Outcome outcome) {
    return new Response(outcome, -1, 0, "", Optional.empty(), List.of(), List.of(), List.of());
  }

  /** The same with another rcode. */
  public Response withRcode(int value) {
    return new Response(outcome, value, flags, question, opt, answer, authority, additional);
  }

  /** The same with other flags. */
  public Response withFlags(int value) {
    return new Response(outcome, rcode, value, question, opt, answer, authority, additional);
  }

  /** The same with another question. */
  public Response withQuestion(String value) {
    return new Response(outcome, rcode, flags, value, opt, answer, authority, additional);
  }

  /** The same with another OPT record. */
  public Response withOpt(Optional<String> value) {
    return new Response(outcome, rcode, flags, question, value, answer, authority, additional);
  }

  /** The same with another answer section. */
  public Response withAnswer(List<RecordGroup> value) {
    return new Response(outcome, rcode, flags, question, opt, value, authority, additional);
  }

  /** The same with another authority section. */
  public Response withAuthority(List<RecordGroup> value) {
    return new Response(outcome, rcode, flags, question, opt, answer, value, additional);
  }

  /** The same with another additional section. */
  public Response withAdditional(List<RecordGroup> value) {
    return new Response(outcome, rcode, flags, question, opt, answer, authority, value);
  }

  /** True if the section holds an RRset of a type. */
  public static boolean holds(List<RecordGroup> section, int type) {
    return section.stream().anyMatch(group -> group.type() == type);
  }

  @Override
  public String toString() {
    if (outcome != Outcome.READ) {
      return outcome.toString();
    }
    return "rcode %d flags %04x opt %s%n      answer %s%n      authority %s%n      additional %s"
        .formatted(rcode, flags, opt.orElse("none"), answer, authority, additional);
  }
}
