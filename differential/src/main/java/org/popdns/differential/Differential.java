package org.popdns.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.popdns.config.model.Zone;
import org.popdns.differential.server.Popdns;
import org.popdns.differential.server.Software;
import org.popdns.differential.wire.Ask;
import org.popdns.differential.wire.OddMessages;
import org.popdns.name.DomainName;

/**
 * The program. System properties: {@code zones}, how many to generate; {@code questions}, how many
 * to ask about each; {@code records}, how many of each type; {@code seed}, to repeat a run; {@code
 * folder}, for files; {@code sources}, the project's root. Exit code 1 if popdns differs from what
 * the others agree on, if it refuses a zone that they all load, or if a seeded bug is not caught.
 */
public final class Differential {

  private static final int ZONES_AT_A_TIME = 100;

  /** One in how many questions is put over TCP as well. */
  private static final int TCP_SHARE = 8;

  /** How many are put about a zone of one record: at it, and near it. */
  private static final int RECORD_QUESTIONS = 24;

  private final int zoneCount = Integer.getInteger("zones", 300);
  private final int questions = Integer.getInteger("questions", 400);
  private final long seed = Long.getLong("seed", System.nanoTime() & 0xFFFFFFFFL);
  private final Path folder;
  private final int recordsPerType = Integer.getInteger("records", 2);
  private final Report report = new Report();
  private final Loading loading = new Loading();
  private int zones;
  private int overTcp;
  private int oddDifferences;
  private int failedProbes;

  private Differential(Path folder) {
    this.folder = folder;
  }

  /** Runs. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    String given = System.getProperty("folder");
    Path folder =
        given == null ? Files.createTempDirectory("differential") : Path.of(given).toAbsolutePath();
    System.exit(new Differential(folder).run() ? 0 : 1);
  }

  private boolean run() throws IOException, InterruptedException {
    long start = System.nanoTime();
    System.out.println("seed " + seed);
    List<CodeTest.Case> cases = new ArrayList<>();
    for (List<String> origins : HandWritten.GROUPS) {
      cases.add(handWritten(origins));
    }
    for (int from = 0; from < zoneCount; from += ZONES_AT_A_TIME) {
      generated(from, Math.min(zoneCount, from + ZONES_AT_A_TIME));
    }
    compare(
        "records",
        RecordZones.make(new Random(seed), recordsPerType),
        RECORD_QUESTIONS,
        new Random(seed));
    report.print();
    loading.print();
    boolean caught = SelfTest.run(cases.stream().flatMap(one -> one.exchanges().stream()).toList());
    caught &= CodeTest.run(cases, Path.of(System.getProperty("sources")), folder.resolve("code"));
    System.out.printf(
        "%nzones %d, %s, %d over TCP, %s, seed %d, %d s%n",
        zones,
        report.summary(),
        overTcp,
        loading.summary(),
        seed,
        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
    return caught
        && report.isClean()
        && loading.isClean()
        && oddDifferences == 0
        && failedProbes == 0;
  }

  private CodeTest.Case handWritten(List<String> origins) throws IOException, InterruptedException {
    Path place = folder.resolve("cases-" + origins.getFirst());
    ZoneFiles files = new ZoneFiles(Files.createDirectories(place));
    List<DomainName> names = origins.stream().map(DomainName::parse).toList();
    for (DomainName name : names) {
      for (Software software : Batch.SOFTWARE) {
        Path zones = folderOf(software, files);
        Files.createDirectories(zones);
        Files.write(zones.resolve(Software.fileName(name)), HandWritten.masterFile(name, software));
      }
    }
    ZoneFiles.Reading reading = files.read(names);
    List<Zone> all = reading.zones();
    try (Batch batch = Batch.start(place, software -> folderOf(software, files), names, all)) {
      batch.awaitZones();
      if (!batch.commonToReferences().containsAll(names) || all.size() < names.size()) {
        throw new IOException("some zones written by hand are refused " + reading.refused());
      }
      List<Exchange> odd = odd(batch, all.getFirst());
      oddDifferences += OddTable.print(odd);
      failedProbes += ComplianceTable.print(batch, all.getFirst());
      List<Exchange> exchanges = ask(batch, all, Integer.MAX_VALUE, new Random(seed));
      exchanges.addAll(odd);
      return new CodeTest.Case(files.main(), exchanges);
    }
  }

  /** Where a server finds the zones written by hand: not all read all forms. */
  private static Path folderOf(Software software, ZoneFiles files) {
    return software instanceof Popdns
        ? files.folder()
        : files.folder().resolveSibling("zones-" + software.name());
  }

  private void generated(int from, int to) throws IOException, InterruptedException {
    Random random = new Random(seed + from);
    Map<DomainName, List<String>> zones = new LinkedHashMap<>();
    for (int i = from; i < to; i++) {
      DomainName origin = DomainName.parse("z" + i + ".test.");
      zones.put(origin, ZoneGenerator.lines(random, origin));
    }
    compare("zones-" + from, zones, questions, random);
  }

  /** Serves zones as they are, wants popdns to load what all references load, and asks. */
  private void compare(String name, Map<DomainName, List<String>> made, int most, Random random)
      throws IOException, InterruptedException {
    Path place = folder.resolve(name);
    ZoneFiles files = new ZoneFiles(Files.createDirectories(place));
    for (Map.Entry<DomainName, List<String>> zone : made.entrySet()) {
      Files.write(files.folder().resolve(Software.fileName(zone.getKey())), zone.getValue());
    }
    ZoneFiles.Reading reading = files.read(List.copyOf(made.keySet()));
    try (Batch batch =
        Batch.start(place, _ -> files.folder(), List.copyOf(made.keySet()), reading.zones())) {
      batch.awaitZones();
      loading.add(batch, reading);
      Set<DomainName> common = batch.commonToReferences();
      ask(
          batch,
          reading.zones().stream().filter(zone -> common.contains(zone.origin())).toList(),
          most,
          random);
    }
  }

  private static List<Exchange> odd(Batch batch, Zone zone)
      throws IOException, InterruptedException {
    DomainName name = DomainName.parse(zone.origin().isRoot() ? "local" : "ns", zone.origin());
    return batch.ask(ZoneFacts.of(zone), OddMessages.about(name));
  }

  /**
   * Asks about zones that all servers answer for.
   *
   * @return what was asked over UDP, which is how {@link AnswerPath} answers
   */
  private List<Exchange> ask(Batch batch, List<Zone> served, int most, Random random)
      throws IOException, InterruptedException {
    List<Exchange> overUdp = new ArrayList<>();
    for (Zone zone : served) {
      ZoneFacts facts = ZoneFacts.of(zone);
      List<Ask> asks = Questions.of(random, zone, most);
      overUdp.addAll(batch.ask(facts, asks));
      List<Ask> some = asks.stream().filter(_ -> random.nextInt(TCP_SHARE) == 0).toList();
      overTcp += some.size();
      batch.askOverTcp(facts, some).forEach(report::add);
    }
    zones += served.size();
    overUdp.forEach(report::add);
    System.out.println(report.summary());
    return overUdp;
  }
}
