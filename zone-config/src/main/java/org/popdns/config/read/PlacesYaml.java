package org.popdns.config.read;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.popdns.config.model.PlacePrefix;
import org.popdns.config.model.PlaceSettings;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Scalars;
import org.popdns.config.tree.SourceFile;

/**
 * Reads {@code places} in {@code popdns.yaml}, and the file of prefixes that it names. Databases
 * are not opened here: they come and go without the configuration. Used by the one thread that
 * loads.
 */
final class PlacesYaml {

  private final FileProblems problems;

  PlacesYaml(FileProblems problems) {
    this.problems = problems;
  }

  /**
   * Reads the entry.
   *
   * @param path reads a path, relative to the configuration's file
   */
  PlaceSettings read(Entry entry, Function<Node, Optional<Path>> path) {
    Optional<Fields> fields = Fields.of(entry.value(), "places", entry.key().span(), problems);
    if (fields.isEmpty()) {
      return PlaceSettings.NONE;
    }
    Optional<Path> file = fields.get().optional("prefixes").flatMap(path);
    List<PlacePrefix> prefixes = file.map(this::prefixes).orElse(List.of());
    List<Path> databases = new ArrayList<>();
    for (Node item : fields.get().optional("databases").map(Scalars::oneOrMore).orElse(List.of())) {
      path.apply(item)
          .ifPresent(
              database -> {
                if (databases.contains(database)) {
                  problems.error(item.span(), "this database stands here twice");
                }
                databases.add(database);
              });
    }
    fields.get().refuseUnknown();
    return new PlaceSettings(file, prefixes, databases);
  }

  private List<PlacePrefix> prefixes(Path file) {
    return SourceFile.read(file, problems.log())
        .map(
            of ->
                file.toString().endsWith(".csv")
                    ? new PlacesCsv(of).read()
                    : new PlacePrefixesYaml(of).read())
        .orElse(List.of());
  }
}
