package org.popdns.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.RecordSet.Steered;
import org.popdns.config.model.Zone;
import org.popdns.config.write.MasterFileWriter;
import org.popdns.config.write.OctodnsWriter;
import org.popdns.config.write.OctodnsWriter.Dialect;
import org.popdns.config.write.PlanAddresses;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code popdns zone export}: a zone for another nameserver, or for octoDNS. */
@Command(
    name = "export",
    description = "Write a zone for other software to read.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A cluster becomes its last resort, or else all its addresses at the site, or else at the",
      "first of its fallback sites that has any. In octoDNS's YAML it keeps its name under",
      "octodns.popdns, and popdns reads these addresses as its last resort.",
      "",
      "What octoDNS can't read is left out, and named in a comment of the file and on standard",
      "error; the exit code is 0 all the same.",
      "",
      "Examples:",
      "  popdns zone export example.com --site japan > example.com.zone",
      "  popdns zone export example.com --octodns --site japan > example.com.yaml",
      "  popdns zone export example.com --popdns    a master file as popdns's own YAML"
    })
final class ZoneExportCommand implements Callable<Integer> {

  @Mixin private ConfigurationOptions configuration;

  @Parameters(paramLabel = "NAME", description = "The zone's name.")
  private String name;

  @ArgGroup(exclusive = true)
  private Format format = new Format();

  @Spec private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  ZoneExportCommand() {}

  /** At most one of these. */
  static final class Format {

    @Option(names = "--zonefile", description = "A master file, RFC 1035 (the default).")
    @SuppressWarnings("UnusedVariable") // the default: given or not, it means the same
    private boolean zonefile;

    @Option(names = "--octodns", description = "octoDNS's YAML; the SOA record is a comment.")
    private boolean octodns;

    @Option(names = "--popdns", description = "popdns's own YAML: nothing is lost or added.")
    private boolean popdns;

    /** Made by picocli, which fills the fields. */
    Format() {}
  }

  @Override
  public Integer call() throws CommandFailedException {
    Optional<Configuration> loaded = configuration.loadWhatIsRight(spec.commandLine().getErr());
    if (loaded.isEmpty()) {
      return ExitCode.FAILED;
    }
    Configuration valid = loaded.get();
    Zone zone = ZoneCommand.find(valid, name);
    PlanAddresses plans = new PlanAddresses(valid.plans(), valid.server().site());
    if (!format.popdns && plans.site().isEmpty()) {
      refuseWithoutSite(zone);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (format.popdns) {
      OctodnsWriter.write(zone, Dialect.POPDNS, plans, out);
    } else if (format.octodns) {
      PrintWriter err = spec.commandLine().getErr();
      OctodnsWriter.write(zone, Dialect.OCTODNS, plans, out)
          .forEach(loss -> err.print(loss + "\n"));
      err.flush();
    } else {
      MasterFileWriter.write(zone, plans, out);
    }
    out.flush();
    return ExitCode.OK;
  }

  private static void refuseWithoutSite(Zone zone) throws CommandFailedException {
    Optional<Steered> steered =
        zone.recordSets().stream()
            .filter(Steered.class::isInstance)
            .map(Steered.class::cast)
            .filter(PlanAddresses::needSite)
            .findFirst();
    if (steered.isPresent()) {
      throw new CommandFailedException(
          "the addresses of cluster "
              + steered.get().plan()
              + " differ from site to site: say with --site whose to export");
    }
  }
}
