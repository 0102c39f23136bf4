package org.popdns.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.popdns.differential.wire.RecordGroup;
import org.popdns.differential.wire.Response;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;

class VerdictTest {

  private static final RecordGroup ADDRESS =
      new RecordGroup(DomainName.parse("www.test."), RecordType.A, 1, List.of("60 c0000201"));
  private static final Response RIGHT =
      new Response(
          Response.Outcome.READ,
          0,
          0x8400,
          "",
          Optional.empty(),
          List.of(ADDRESS),
          List.of(),
          List.of());

  @Test
  void unanimousReferences_judge() {
    Verdict verdict = Verdict.of(RecordType.A, List.of(RIGHT, RIGHT, RIGHT), RIGHT.withRcode(3));
    assertThat(verdict.isUnanimous()).isTrue();
    assertThat(verdict.different()).isEqualTo(Set.of(Part.RCODE));
  }

  @Test
  void disputedAnswer_isNotJudged() {
    Response other = RIGHT.withAnswer(List.of());
    Verdict verdict = Verdict.of(RecordType.A, List.of(RIGHT, RIGHT, other), RIGHT.withRcode(3));
    assertThat(verdict.isUnanimous()).isFalse();
    assertThat(verdict.disputed()).isEqualTo(Set.of(Part.ANSWER));
    assertThat(verdict.different()).isEmpty();
  }

  @Test
  void disputedAdditionalData_leavesTheRestJudged() {
    Response other = RIGHT.withAdditional(List.of(ADDRESS));
    Verdict verdict = Verdict.of(RecordType.A, List.of(RIGHT, other, other), RIGHT.withFlags(0));
    assertThat(verdict.isUnanimous()).isTrue();
    assertThat(verdict.different()).isEqualTo(Set.of(Part.FLAGS));
  }

  @Test
  void any_isJudgedByRcodeAndQuestionOnly() {
    Response other = RIGHT.withAnswer(List.of()).withFlags(0);
    Verdict verdict = Verdict.of(RecordType.ANY, List.of(RIGHT, RIGHT, RIGHT), other);
    assertThat(verdict.different()).isEmpty();
    assertThat(Verdict.of(RecordType.ANY, List.of(RIGHT), RIGHT.withRcode(3)).different())
        .isEqualTo(Set.of(Part.RCODE));
  }

  @Test
  void orderOfRecords_doesNotMatter() {
    DomainName name = DomainName.parse("www.test.");
    assertThat(new RecordGroup(name, RecordType.A, 1, List.of("60 b", "60 a")))
        .isEqualTo(new RecordGroup(name, RecordType.A, 1, List.of("60 a", "60 b")));
  }
}
