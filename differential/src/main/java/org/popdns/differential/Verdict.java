package org.popdns.differential;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.popdns.differential.wire.Response;

/**
 * What came of a question.
 *
 * @param disputed the parts in which the references differ among themselves
 * @param different the parts in which they agree and popdns differs from them; of a question whose
 *     disputed parts go beyond the additional section popdns is not judged
 */
record Verdict(Set<Part> disputed, Set<Part> different) {

  /** Copies the sets. */
  Verdict {
    disputed = Set.copyOf(disputed);
    different = Set.copyOf(different);
  }

  /**
   * Judges.
   *
   * @param type the question's type
   * @param references at least one
   */
  static Verdict of(int type, List<Response> references, Response judged) {
    Set<Part> disputed = EnumSet.noneOf(Part.class);
    Set<Part> different = EnumSet.noneOf(Part.class);
    Response first = references.getFirst();
    for (Part part : Part.of(type)) {
      if (!references.stream().allMatch(reference -> part.same(first, reference))) {
        disputed.add(part);
      } else if (!part.same(first, judged)) {
        different.add(part);
      }
    }
    Verdict verdict = new Verdict(disputed, different);
    return verdict.isUnanimous() ? verdict : new Verdict(disputed, Set.of());
  }

  /** True if each reference differs from a response in some part. */
  static boolean isAlone(int type, List<Response> references, Response judged) {
    return references.stream()
        .noneMatch(
            reference -> Part.of(type).stream().allMatch(part -> part.same(reference, judged)));
  }

  /** True if the references agree, apart from additional data. */
  boolean isUnanimous() {
    return disputed.isEmpty() || disputed.equals(Set.of(Part.ADDITIONAL));
  }
}
