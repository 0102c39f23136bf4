package org.popdns.config.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.config.problem.ProblemLog;
import org.popdns.config.problem.ProblemPrinter;
import org.popdns.config.problem.ProblemPrinter.Colours;
import org.popdns.name.DomainName;
import org.popdns.record.RdataText;
import org.popdns.record.RecordTypes;

/** Master files of a folder, read and shown as tests compare them. */
final class MasterZones {

  static final DomainName ORIGIN = DomainName.parse("example.com.");

  private final Path folder;
  private final List<Path> includeFolders = new ArrayList<>();

  MasterZones(Path folder) {
    this.folder = folder;
  }

  /** What a file came to. */
  record Read(Optional<Zone> zone, String problems) {

    /** The zone of a file without errors. */
    Zone right() {
      assertThat(problems).doesNotContain("error:");
      return zone.orElseThrow();
    }

    /** Its records but SOA and those of the apex and {@code ns}: {@code www 60 A 192.0.2.1}. */
    List<String> records() {
      List<String> lines = new ArrayList<>();
      for (RecordSet set : right().recordSets()) {
        String owner = set.owner().toString();
        String relative =
            owner.equals(ORIGIN.toString())
                ? "@"
                : owner.substring(0, Math.max(0, owner.length() - ORIGIN.toString().length() - 1));
        if (!relative.equals("@") && !relative.equals("ns")) {
          ((RecordSet.Static) set)
              .rdata()
              .forEach(
                  rdata -> lines.add(relative + " " + set.ttlSeconds() + " " + text(set, rdata)));
        }
      }
      return lines;
    }

    private static String text(RecordSet set, byte[] rdata) {
      return RecordTypes.mnemonic(set.type())
          + " "
          + RdataText.of(RecordTypes.byNumber(set.type()), rdata);
    }
  }

  MasterZones including(Path other) {
    includeFolders.add(other);
    return this;
  }

  MasterZones write(String file, String text) throws IOException {
    return write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  MasterZones write(String file, byte[] bytes) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.resolveSibling("."));
    Files.write(path, bytes);
    return this;
  }

  Read read(String text) throws IOException {
    return write("z.zone", text).readFile("z.zone");
  }

  Read read(byte[] bytes) throws IOException {
    return write("z.zone", bytes).readFile("z.zone");
  }

  Read readFile(String file) throws IOException {
    return readFile(file, ORIGIN);
  }

  Read readFile(String file, DomainName origin) throws IOException {
    Path path = folder.resolve(file);
    ProblemLog log = new ProblemLog();
    ZoneRecords records =
        MasterFile.read(path, Files.readAllBytes(path), origin, includeFolders, log);
    Optional<Zone> zone = new ZoneAssembly(Optional.empty(), Optional.empty()).assemble(records);
    String problems =
        new ProblemPrinter(Colours.OFF)
            .print(log.sorted())
            .replace(path.resolveSibling("") + "/", "")
            .replace(folder + "/", "");
    return new Read(zone, problems);
  }
}
