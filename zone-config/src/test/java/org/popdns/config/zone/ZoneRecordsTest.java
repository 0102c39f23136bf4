package org.popdns.config.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.PackedRecordSets;
import org.popdns.config.model.RecordSet;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Problem;
import org.popdns.config.problem.ProblemLog;
import org.popdns.config.problem.SourceText;
import org.popdns.config.problem.Span;
import org.popdns.config.zone.ZoneRecords.Repeats;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;

class ZoneRecordsTest {

  private static final DomainName ORIGIN = DomainName.parse("example.com.");

  private final ProblemLog log = new ProblemLog();

  private ZoneRecords records(Repeats repeats) {
    FileProblems problems = log.of(new SourceText(Path.of("z"), "\n".repeat(20)));
    ZoneRecords records = new ZoneRecords(ORIGIN, repeats, 0);
    records.file(
        Path.of("z"),
        new RecordPlaces() {
          @Override
          public FileProblems problems() {
            return problems;
          }

          @Override
          public Span span(int line, int column, Part part, int number) {
            return new Span(line, column, 1);
          }
        });
    return records;
  }

  private static ZoneRecords owner(ZoneRecords records, String label) {
    byte[] bytes = label.getBytes(StandardCharsets.ISO_8859_1);
    byte[] wire = new byte[bytes.length + 1];
    wire[0] = (byte) bytes.length;
    System.arraycopy(bytes, 0, wire, 1, bytes.length);
    return records.owner(wire, 0, wire.length);
  }

  private static void a(ZoneRecords records, String label, int line, int ttl, int last) {
    owner(records, label)
        .at(0, line, 1)
        .add(RecordType.A, ttl, new byte[] {1, 2, 3, (byte) last}, 0, 4);
  }

  private List<String> messages() {
    return log.sorted().stream().map(Problem::text).toList();
  }

  @Test
  void recordsOfOneOwner_areJoined_andToldApart() {
    ZoneRecords records = records(Repeats.JOIN);
    a(records, "www", 1, 60, 1);
    a(records, "a", 2, 60, 1);
    a(records, "WWW", 3, 60, 2);
    a(records, "www", 4, 30, 1);
    a(records, "www", 5, 30, 3);

    PackedRecordSets sets = records.sets();

    assertThat(sets).hasSize(3);
    assertThat(sets.get(0).type()).isEqualTo(RecordType.SOA);
    assertThat(sets.get(1).owner()).isEqualTo(DomainName.parse("a.example.com."));
    RecordSet www = sets.get(2);
    assertThat(www.ttlSeconds()).isEqualTo(60);
    assertThat(((RecordSet.Static) www).rdata())
        .containsExactly(new byte[] {1, 2, 3, 1}, new byte[] {1, 2, 3, 2}, new byte[] {1, 2, 3, 3});
    assertThat(messages())
        .containsExactly(
            "the same A record stands here twice; it counts once",
            "TTL 30 differs from the 60 of the A records before, which counts for all as in"
                + " BIND; NSD keeps both, Knot the last");
  }

  @Test
  void secondPlace_isRefused_whereAFormatHasOne() {
    ZoneRecords records = records(Repeats.REFUSE);
    a(records, "www", 1, 60, 1);
    a(records, "www", 1, 60, 2);
    a(records, "www", 7, 60, 3);
    a(records, "www", 7, 60, 4);

    assertThat(records.sets()).hasSize(2);
    assertThat(messages())
        .containsExactly("the A records of www.example.com. stand in line 1 already");
  }

  @Test
  void labelsWithAnyByte_areInCanonicalOrder() {
    ZoneRecords records = records(Repeats.JOIN);
    for (String label : List.of("\u00ff", "\u00fez", "\u00fe", "a\u0000b", "a", "\u0000", "ab")) {
      a(records, label, 1, 60, 1);
    }
    owner(records, "a");
    byte[] below = {1, 'z', 1, 'a'};
    records.owner(below, 0, 4).add(RecordType.A, 60, new byte[4], 0, 4);

    List<DomainName> owners = records.sets().stream().map(RecordSet::owner).toList();

    assertThat(owners).isSorted().hasSize(9);
  }

  @Test
  void steeredSet_hasItsLastResort() {
    ZoneRecords records = records(Repeats.REFUSE);
    owner(records, "www").at(0, 1, 1).addSteered(RecordType.A, 60, "images");
    owner(records, "www").at(0, 1, 1).addLastResort(RecordType.A, 60, "images", new byte[4], 0, 4);
    owner(records, "x").at(0, 2, 1).addSteered(RecordType.AAAA, 60, "images");

    PackedRecordSets sets = records.sets();

    assertThat(((RecordSet.Steered) sets.get(1)).lastResort()).containsExactly(new byte[4]);
    assertThat(((RecordSet.Steered) sets.get(2)).lastResort()).isEmpty();
    assertThat(((RecordSet.Steered) sets.get(2)).plan()).isEqualTo("images");
    assertThat(log.sorted()).isEmpty();
  }
}
