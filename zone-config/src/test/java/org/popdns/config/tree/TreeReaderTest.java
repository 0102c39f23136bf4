package org.popdns.config.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.ProblemLog;
import org.popdns.config.problem.SourceText;
import org.popdns.config.problem.Span;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.Form;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.config.tree.Node.ScalarNode;
import org.popdns.config.tree.Node.SequenceNode;
import org.popdns.config.tree.Node.Style;

class TreeReaderTest {

  private final ProblemLog log = new ProblemLog();

  @Test
  void keysAndValues_knowTheirPlaces() {
    MappingNode root = mapping("# comment\nsite: north\nlisten: ['a b', \"c\"]\n");

    assertThat(root.entries().getFirst().key().span()).isEqualTo(new Span(2, 1, 4));
    assertThat(root.entries().getFirst().value().span()).isEqualTo(new Span(2, 7, 5));
    assertThat(((SequenceNode) root.entries().getLast().value()).items())
        .containsExactly(
            new ScalarNode("a b", Form.TEXT, Style.QUOTED, new Span(3, 10, 5)),
            new ScalarNode("c", Form.TEXT, Style.QUOTED, new Span(3, 17, 3)));
  }

  @Test
  void namesThatYaml11TakesForOthers_areText() {
    MappingNode root = mapping("a: [no, on, yes, off, y, 1_000, 0o17, 12:30:00, =]\n");

    assertThat(((SequenceNode) root.entries().getFirst().value()).items())
        .allSatisfy(item -> assertThat(((ScalarNode) item).form()).isEqualTo(Form.TEXT))
        .extracting(item -> ((ScalarNode) item).text())
        .containsExactly("no", "on", "yes", "off", "y", "1_000", "0o17", "12:30:00", "=");
  }

  @Test
  void scalarsWithoutQuotes_haveTheirForm() {
    MappingNode root = mapping("a: [1, -1.5, true, null, ~, '1', 'true', 'null', '~', ]\n");

    assertThat(((SequenceNode) root.entries().getFirst().value()).items())
        .extracting(item -> ((ScalarNode) item).form())
        .containsExactly(
            Form.NUMBER,
            Form.NUMBER,
            Form.BOOLEAN,
            Form.NULL,
            Form.NULL,
            Form.TEXT,
            Form.TEXT,
            Form.TEXT,
            Form.TEXT);
  }

  @Test
  void alias_standsForTheNodeOfItsAnchor() {
    MappingNode root = mapping("a: &x {k: v}\nb: *x\n");

    assertThat(root.entries().getLast().value()).isSameAs(root.entries().getFirst().value());
  }

  @Test
  void mergeKey_addsWhatIsMissing_andTheEarlierOfSeveralWins() {
    MappingNode root =
        mapping("a: &a {k: 1, l: 1}\nb: &b {l: 2, m: 2}\nc: {<<: [*a, *b], k: own}\n");

    assertThat(((MappingNode) root.entries().getLast().value()).entries())
        .extracting(entry -> entry.key().text() + "=" + ((ScalarNode) entry.value()).text())
        .containsExactly("k=own", "l=1", "m=2");
  }

  @Test
  void mergeKeyInQuotes_isAnOrdinaryKey() {
    MappingNode root = mapping("'<<': x\n");

    assertThat(root.entries()).extracting(entry -> entry.key().text()).containsExactly("<<");
  }

  @Test
  void duplicateKey_isReported_andTheFirstCounts() {
    MappingNode root = mapping("a: 1\na: 2\n");

    assertThat(log.sorted().getFirst().text())
        .isEqualTo("duplicate key 'a', which stands in line 1 already");
    assertThat(root.entries())
        .extracting(Entry::value)
        .isEqualTo(List.of(new ScalarNode("1", Form.NUMBER, Style.PLAIN, new Span(1, 4, 1))));
  }

  private MappingNode mapping(String text) {
    FileProblems problems = log.of(new SourceText(Path.of("file"), text));
    Optional<Node> root = TreeReader.read(problems);
    assertThat(root).isPresent();
    return (MappingNode) root.orElseThrow();
  }
}
