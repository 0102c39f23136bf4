package org.popdns.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.popdns.config.model.Zone;
import org.popdns.harness.Decoded;
import org.popdns.harness.QueryBytes;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.snapshot.HealthAnswers;
import org.popdns.snapshot.Slot;
import org.popdns.snapshot.SlotDirectory;
import org.popdns.snapshot.SlotKey;
import org.popdns.snapshot.Snapshot;
import org.popdns.snapshot.ZoneTable;
import org.popdns.snapshot.compile.ZoneCompiler;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * Random zones and random questions: what the server answers, as dnsjava reads it, is what the zone
 * says, as {@link ZoneOracle} reads it. A failure's message names the seed that makes it again.
 */
final class RandomZonesTest {

  private static final int ZONES = 60;
  private static final int QUESTIONS = 80;

  private static final int[] ASKED = {
    RecordType.A,
    RecordType.A,
    RecordType.AAAA,
    RecordType.NS,
    RecordType.CNAME,
    RecordType.SOA,
    RecordType.MX,
    RecordType.TXT,
    RecordType.SRV,
    RecordType.PTR,
    RecordType.DS,
    65280,
    65000,
    0
  };

  @ParameterizedTest
  @ValueSource(strings = {"example.com.", ".", "com.", "a.b.WWW.a.b.example.ORG."})
  void answer_isWhatTheZoneSays(String origin) {
    for (int seed = 0; seed < ZONES; seed++) {
      Random random = new Random(seed * 31L + origin.length());
      Zone zone = RandomZone.of(random, DomainName.parse(origin));
      Map<String, List<byte[]>> addresses = clusterAddresses(random);
      SlotDirectory slots = new SlotDirectory();
      // Some in one piece, others put together of slices.
      ZoneCompiler compiler = new ZoneCompiler(slots, 1 + random.nextInt(40));
      ZoneTable table = new ZoneTable(List.of(compiler.compile(zone)));
      TestWorker worker = new TestWorker(new Snapshot(table, health(slots, addresses)));
      ZoneOracle oracle = new ZoneOracle(zone, (cluster, type) -> get(addresses, cluster, type));
      for (DomainName qname : RandomZone.questions(random, zone, QUESTIONS)) {
        int type = ASKED[random.nextInt(ASKED.length)];
        String context =
            "origin %s, seed %d, question %s type %d".formatted(origin, seed, qname, type);
        try {
          check(worker, oracle.answer(qname, type), qname, type, random, context);
        } catch (RuntimeException e) {
          throw new AssertionError(context, e);
        }
      }
    }
  }

  private static void check(
      TestWorker worker,
      ZoneOracle.Expected expected,
      DomainName qname,
      int type,
      Random random,
      String context) {
    QueryBytes query = QueryBytes.of(qname.toWire(), type, 1).id(random.nextInt(65536));
    byte[] bytes = query.bytes();
    byte[] whole = worker.answer(bytes, Protocol.TCP_IPV6);
    assertThat(Arrays.copyOfRange(whole, 12, bytes.length))
        .as("the question comes back as it was, %s", context)
        .isEqualTo(Arrays.copyOfRange(bytes, 12, bytes.length));
    Decoded tcp = Decoded.of(whole);
    assertThat(tcp.truncated()).as(context).isFalse();
    assertSections(tcp, expected, context);
    Set<Record> additional = new HashSet<>(section(tcp, Section.ADDITIONAL));
    assertThat(additional)
        .as("additional, %s", context)
        .isEqualTo(expected.allowedAdditional)
        .hasSameSizeAs(section(tcp, Section.ADDITIONAL));

    boolean edns = random.nextBoolean();
    int payload = random.nextInt(1400);
    Decoded udp = worker.udp(edns ? query.opt(payload) : query);
    int limit = edns ? Math.clamp(payload, 512, 1232) : 512;
    assertThat(udp.lengthBytes()).as(context).isLessThanOrEqualTo(limit);
    assertThat(udp.message().getHeader().getRcode()).as(context).isEqualTo(expected.rcode);
    if (udp.truncated()) {
      assertThat(udp.answers()).as(context).isEmpty();
      assertThat(udp.authorities()).as(context).isEmpty();
      assertThat(udp.additionals()).as(context).isEmpty();
      return;
    }
    if (expected.steered && udp.answers().size() < expected.answer.size()) {
      // Of a cluster's addresses as many as fit, and not one less.
      assertThat(expected.answer).as(context).containsAll(section(udp, Section.ANSWER));
      int recordBytes = type == RecordType.A ? 16 : 28;
      assertThat(udp.lengthBytes()).as(context).isGreaterThan(limit - recordBytes);
      return;
    }
    assertSections(udp, expected, context);
    List<Record> kept = section(udp, Section.ADDITIONAL);
    assertThat(expected.allowedAdditional).as(context).containsAll(kept);
    assertThat(kept).as("required glue, %s", context).containsAll(expected.requiredAdditional);
  }

  private static void assertSections(Decoded got, ZoneOracle.Expected expected, String context) {
    assertThat(got.message().getHeader().getRcode()).as(context).isEqualTo(expected.rcode);
    assertThat(got.message().getHeader().getFlag(Flags.AA))
        .as("AA, %s", context)
        .isEqualTo(expected.authoritative);
    same("answer", section(got, Section.ANSWER), expected.answer, context);
    same("authority", section(got, Section.AUTHORITY), expected.authority, context);
  }

  private static void same(
      String section, List<Record> got, Collection<Record> expected, String context) {
    if (!sorted(got).equals(sorted(expected))) {
      fail("%s: %s%n got %s%n expected %s", section, context, sorted(got), sorted(expected));
    }
  }

  private static List<String> sorted(Collection<Record> records) {
    return records.stream()
        .map(r -> r.getName().canonicalize() + " " + r.getTTL() + " " + r.getType() + " " + hex(r))
        .sorted()
        .collect(Collectors.toList());
  }

  private static String hex(Record record) {
    // dnsjava's canonical form: uncompressed names in lower case.
    return java.util.HexFormat.of().formatHex(record.rdataToWireCanonical());
  }

  private static List<Record> section(Decoded decoded, int section) {
    return decoded.message().getSection(section).stream()
        .filter(record -> record.getType() != RecordType.OPT)
        .toList();
  }

  private static Map<String, List<byte[]>> clusterAddresses(Random random) {
    Map<String, List<byte[]>> addresses = new HashMap<>();
    for (String cluster : RandomZone.CLUSTERS) {
      addresses.put(cluster + RecordType.A, bytes(RandomZone.addresses(random, 4)));
      addresses.put(cluster + RecordType.AAAA, bytes(RandomZone.addresses(random, 16)));
    }
    return addresses;
  }

  private static List<byte[]> bytes(List<InetAddress> addresses) {
    return addresses.stream().map(InetAddress::getAddress).toList();
  }

  private static List<byte[]> get(Map<String, List<byte[]>> addresses, String cluster, int type) {
    return addresses.getOrDefault(cluster + type, List.of());
  }

  private static HealthAnswers health(SlotDirectory slots, Map<String, List<byte[]>> addresses) {
    List<MemorySegment> sets = new ArrayList<>();
    for (SlotKey key : slots.keys()) {
      List<byte[]> rdata = get(addresses, key.plan(), key.type());
      sets.add(Slot.of(key.type(), key.ttlSeconds(), rdata, 0));
    }
    return new HealthAnswers(sets.toArray(MemorySegment[]::new));
  }
}
