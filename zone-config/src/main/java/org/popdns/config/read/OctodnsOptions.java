package org.popdns.config.read;

import java.util.Optional;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Scalars;
import org.popdns.config.zone.ZoneYaml;

/**
 * Those options of octoDNS's YamlProvider that decide what its files say. Immutable.
 *
 * @param splitExtension what the folder of a zone's files has behind the zone's name
 * @param sharedFile a file in the zones' folder whose names every zone has
 * @param defaultTtl of records that give none, in seconds
 */
record OctodnsOptions(String splitExtension, Optional<String> sharedFile, long defaultTtl) {

  private static final long MAX_TTL = Integer.MAX_VALUE;

  /** As octoDNS has them, but that split zones are found. */
  static final OctodnsOptions DEFAULT =
      new OctodnsOptions(".", Optional.empty(), ZoneYaml.Settings.DEFAULT_TTL);

  /** Reads the key {@code octodns} of popdns.yaml. */
  static OctodnsOptions read(Entry entry, FileProblems problems) {
    Scalars scalars = new Scalars(problems);
    Optional<Fields> fields = Fields.of(entry.value(), "octodns", entry.key().span(), problems);
    if (fields.isEmpty()) {
      return DEFAULT;
    }
    Fields in = fields.get();
    String extension =
        in.optional("split-extension")
            .flatMap(node -> extension(node, scalars, problems))
            .orElse(DEFAULT.splitExtension);
    Optional<String> shared =
        in.optional("shared-file")
            .flatMap(node -> scalars.text(node, "shared-file"))
            .filter(name -> isFileName(name, in.optional("shared-file"), problems));
    long ttl =
        in.optional("default-ttl")
            .flatMap(node -> scalars.integer(node, "default-ttl", 0, MAX_TTL))
            .orElse(DEFAULT.defaultTtl);
    in.refuseUnknown();
    return new OctodnsOptions(extension, shared, ttl);
  }

  private static Optional<String> extension(Node node, Scalars scalars, FileProblems problems) {
    Optional<String> text = scalars.text(node, "split-extension");
    if (text.filter(extension -> extension.startsWith(".")).isEmpty() && text.isPresent()) {
      problems.error(
          node.span(), "split-extension must begin with a dot, not " + Quoted.of(text.get()));
      return Optional.empty();
    }
    return text;
  }

  private static boolean isFileName(String name, Optional<Node> node, FileProblems problems) {
    boolean plain = name.indexOf('/') < 0 && name.indexOf('\0') < 0;
    if (!plain) {
      node.ifPresent(
          value ->
              problems.error(
                  value.span(), "shared-file is the name of a file in the zones' folder"));
    }
    return plain;
  }
}
