package org.popdns.snapshot.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.Position;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.snapshot.compile.ZoneTree.Match;

final class ZoneTreeTest {

  private static final DomainName ORIGIN = DomainName.parse("example.com.");

  private final List<RecordSet> sets = new ArrayList<>();

  private ZoneTreeTest a(String owner) {
    return set(owner, RecordType.A, new byte[] {1, 2, 3, 4});
  }

  private ZoneTreeTest ns(String owner, String target) {
    return set(owner, RecordType.NS, name(target).toWire());
  }

  private ZoneTreeTest set(String owner, int type, byte[] rdata) {
    sets.add(
        new RecordSet.Static(
            name(owner), type, 60, List.of(rdata), new Position(Path.of("zone"), 1, 1)));
    return this;
  }

  private ZoneTree tree() {
    set("@", RecordType.SOA, new byte[22]);
    sets.sort(Comparator.comparing(RecordSet::owner).thenComparingInt(RecordSet::type));
    return new ZoneTree(new Zone(ORIGIN, 1, sets));
  }

  private static DomainName name(String text) {
    return DomainName.parse(text, ORIGIN);
  }

  private static List<String> names(ZoneTree tree) {
    return tree.nodes().map(node -> node.name().toString()).sorted().toList();
  }

  @Test
  void emptyNonTerminals_areNodes() {
    ZoneTree tree = ns("@", "ns").a("a.b.c").tree();
    assertThat(names(tree))
        .containsExactly(
            "a.b.c.example.com.", "b.c.example.com.", "c.example.com.", "example.com.");
    assertThat(tree.match(name("b.c")))
        .isInstanceOfSatisfying(
            Match.Exact.class, match -> assertThat(match.node().sets()).isEmpty());
  }

  @Test
  void namesBelowACut_areGlueAndNoNodes_norTheirEmptyNonTerminals() {
    ZoneTree tree =
        ns("@", "ns").ns("sub", "a.b.ns.sub").a("a.b.ns.sub").ns("c.sub", "x").a("sub").tree();
    assertThat(names(tree)).containsExactly("example.com.", "sub.example.com.");
    assertThat(tree.match(name("sub"))).isInstanceOf(Match.Delegated.class);
    assertThat(tree.match(name("z.c.sub")))
        .isInstanceOfSatisfying(
            Match.Delegated.class, match -> assertThat(match.cut().name()).isEqualTo(name("sub")));
    assertThat(tree.addresses(name("a.b.ns.sub"), RecordType.A)).isNotNull();
    assertThat(tree.addresses(name("a.b.ns.sub"), RecordType.AAAA)).isNull();
    assertThat(tree.addresses(name("sub"), RecordType.A)).as("its own glue").isNotNull();
    assertThat(tree.addresses(name("other.sub"), RecordType.A)).isNull();
  }

  @Test
  void nameThatOnlyLooksBelowACut_isNot() {
    ZoneTree tree = ns("@", "ns").ns("sub", "ns").a("xsub").a("sub2").a("z").tree();
    assertThat(tree.match(name("xsub"))).isInstanceOf(Match.Exact.class);
    assertThat(tree.match(name("sub2"))).isInstanceOf(Match.Exact.class);
    assertThat(tree.match(name("x.xsub"))).isInstanceOf(Match.Nonexistent.class);
  }

  @Test
  void wildcard_standsForWhatItsParentIsTheClosestEncloserOf() {
    ZoneTree tree = ns("@", "ns").a("*.w").a("host.w").tree();
    assertThat(tree.match(name("x.y.w"))).isInstanceOf(Match.Wildcard.class);
    assertThat(tree.match(name("x.host.w"))).isInstanceOf(Match.Nonexistent.class);
    assertThat(tree.match(name("*.w"))).isInstanceOf(Match.Exact.class);
    assertThat(tree.match(name("x.*.w"))).isInstanceOf(Match.Nonexistent.class);
    assertThat(tree.addresses(name("mail.w"), RecordType.A)).as("synthesised").isNotNull();
    assertThat(tree.addresses(DomainName.parse("example.net."), RecordType.A)).isNull();
  }

  @Test
  void nameOfTheGreatestLength_hasNoWildcard() {
    String label = "x".repeat(61);
    String longest = label + "." + label + "." + label + "." + "y".repeat(55);
    assertThat(name(longest).lengthBytes()).isEqualTo(255);
    ZoneTree tree = ns("@", "ns").a(longest).tree();
    assertThat(tree.match(name(longest)))
        .isInstanceOfSatisfying(
            Match.Exact.class, match -> assertThat(tree.wildcardOf(match.node())).isNull());
  }
}
