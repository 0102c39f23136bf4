package org.popdns.cli;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import org.popdns.config.model.Configuration;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.config.read.LoadResult;
import org.popdns.config.source.FileSource;
import org.popdns.publish.ConfigurationSource;
import picocli.CommandLine.Option;

/** The options that say which configuration is meant. */
final class ConfigurationOptions {

  /** Where packages put it. */
  static final String DEFAULT_FILE = "/etc/popdns/popdns.yaml";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The main configuration file (default: ${DEFAULT-VALUE}).",
      defaultValue = DEFAULT_FILE)
  Path file = Path.of(DEFAULT_FILE);

  @Option(
      names = "--site",
      paramLabel = "SITE",
      description = "The site this node stands at; else POPDNS_SITE, else the file says.")
  Optional<String> site = Optional.empty();

  @Option(
      names = "--node",
      paramLabel = "NODE",
      description = "This node's name; else POPDNS_NODE, else the file, else the host's name.")
  Optional<String> node = Optional.empty();

  static ConfigurationLoader loader() {
    return new ConfigurationLoader(System.getenv(), ConfigurationOptions::hostName);
  }

  ConfigurationLoader.Overrides overrides() {
    return new ConfigurationLoader.Overrides(site, node);
  }

  /** The files to serve. */
  ConfigurationSource source(FileSource files) {
    return new ConfigurationSource(
        new ConfigurationLoader(System.getenv(), ConfigurationOptions::hostName, files),
        file,
        overrides());
  }

  /**
   * Reads the files of all sites alike. Where zones' own files are wrong, the configuration without
   * them; empty if all is. Errors are printed; warnings alone are what {@code popdns check} is for.
   */
  Optional<Configuration> loadWhatIsRight(PrintWriter err) {
    LoadResult loaded = loader().loadForAnySite(file, overrides());
    if (loaded.configuration().isEmpty()) {
      ProblemReport.printWithoutNotes(err, loaded.problems());
    }
    return loaded.configuration().or(loaded::salvage);
  }

  /**
   * Reads the files of all sites alike. Empty if any of them is invalid, and then the problems are
   * printed.
   */
  static Optional<Configuration> loadForAnySite(
      Path file, ConfigurationLoader.Overrides overrides, PrintWriter err) {
    LoadResult loaded = loader().loadForAnySite(file, overrides);
    if (loaded.configuration().isEmpty()) {
      ProblemReport.printWithoutNotes(err, loaded.problems());
    }
    return loaded.configuration();
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // The host's name has no address; it is in the exception's text, before the first colon.
      return String.valueOf(e.getMessage()).split(":", 2)[0];
    }
  }
}
