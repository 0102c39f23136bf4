package org.popdns.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.popdns.config.model.Zone;
import org.popdns.differential.server.Software;
import org.popdns.differential.wire.OddMessages;
import org.popdns.name.DomainName;

/**
 * The program. System properties: {@code zones}, how many to generate; {@code questions}, how many
 * to ask about each; {@code seed}, to repeat a run; {@code folder}, for files; {@code sources}, the
 * project's root. Exit code 1 if popdns differs from what the others agree on, or if a seeded bug
 * is not caught.
 */
public final class Differential {

  private static final int ZONES_AT_A_TIME = 100;

  private final int zoneCount = Integer.getInteger("zones", 300);
  private final int questions = Integer.getInteger("questions", 400);
  private final long seed = Long.getLong("seed", System.nanoTime() & 0xFFFFFFFFL);
  private final Path folder;
  private final Report report = new Report();
  private int zones;
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
    report.print();
    boolean caught = SelfTest.run(cases.stream().flatMap(one -> one.exchanges().stream()).toList());
    caught &= CodeTest.run(cases, Path.of(System.getProperty("sources")), folder.resolve("code"));
    System.out.printf(
        "%nzones %d, %s, seed %d, %d s%n",
        zones, report.summary(), seed, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
    return caught && report.isClean() && oddDifferences == 0 && failedProbes == 0;
  }

  private CodeTest.Case handWritten(List<String> origins) throws IOException, InterruptedException {
    Path place = folder.resolve("cases-" + origins.getFirst());
    ZoneFiles files = new ZoneFiles(Files.createDirectories(place));
    for (String origin : origins) {
      DomainName name = DomainName.parse(origin);
      Files.writeString(
          files.folder().resolve(Software.fileName(name)), HandWritten.masterFile(name));
    }
    List<Zone> all = files.load();
    try (Batch batch = Batch.start(place, files.folder(), all)) {
      Set<DomainName> served = batch.awaitZones();
      if (served.size() < all.size()) {
        throw new IOException("of the zones written by hand only " + served + " are served");
      }
      List<Exchange> odd = odd(batch, all.getFirst());
      oddDifferences += OddTable.print(odd);
      failedProbes += ComplianceTable.print(batch, all.getFirst());
      List<Exchange> exchanges = ask(batch, all, Integer.MAX_VALUE, new Random(seed));
      exchanges.addAll(odd);
      return new CodeTest.Case(files.main(), exchanges);
    }
  }

  private void generated(int from, int to) throws IOException, InterruptedException {
    Path place = folder.resolve("zones-" + from);
    ZoneFiles files = new ZoneFiles(Files.createDirectories(place));
    Random random = new Random(seed + from);
    for (int i = from; i < to; i++) {
      DomainName origin = DomainName.parse("z" + i + ".test.");
      Files.write(
          files.folder().resolve(Software.fileName(origin)), ZoneGenerator.lines(random, origin));
    }
    List<Zone> all = files.repair();
    try (Batch batch = Batch.start(place, files.folder(), all)) {
      Set<DomainName> served = batch.awaitZones();
      List<Zone> common = all.stream().filter(zone -> served.contains(zone.origin())).toList();
      ask(batch, common, questions, random);
    }
  }

  private static List<Exchange> odd(Batch batch, Zone zone)
      throws IOException, InterruptedException {
    DomainName name = DomainName.parse(zone.origin().isRoot() ? "local" : "ns", zone.origin());
    return batch.ask(ZoneFacts.of(zone), OddMessages.about(name));
  }

  /** Asks about zones that all servers answer for. */
  private List<Exchange> ask(Batch batch, List<Zone> served, int most, Random random)
      throws IOException, InterruptedException {
    List<Exchange> exchanges = new ArrayList<>();
    for (Zone zone : served) {
      exchanges.addAll(batch.ask(ZoneFacts.of(zone), Questions.of(random, zone, most)));
    }
    zones += served.size();
    exchanges.forEach(report::add);
    System.out.println(report.summary());
    return exchanges;
  }
}
