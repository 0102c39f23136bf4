package org.popdns.config.read;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.popdns.config.model.CookieSecret;
import org.popdns.config.model.CookieSettings;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Span;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Scalars;
import org.popdns.config.tree.SourceFile;

/**
 * Reads {@code cookies} in {@code popdns.yaml}, and the file of secrets that it names: one secret
 * per line, empty lines and lines that begin with {@code #} aside. What is wrong in that file is
 * reported where it is named, so that no secret is ever shown.
 */
final class CookieYaml {

  /** More would only make each bad cookie dearer to check. */
  private static final int MAX_SECRETS = 3;

  private final FileProblems problems;
  private final Scalars scalars;

  CookieYaml(FileProblems problems) {
    this.problems = problems;
    this.scalars = new Scalars(problems);
  }

  /**
   * Reads the entry.
   *
   * @param path reads a path, relative to the configuration's file
   */
  CookieSettings read(Entry entry, Function<Node, Optional<Path>> path) {
    Optional<Fields> fields = Fields.of(entry.value(), "cookies", entry.key().span(), problems);
    if (fields.isEmpty()) {
      return CookieSettings.DEFAULT;
    }
    Optional<Node> file = fields.get().optional("secret-file");
    List<CookieSecret> secrets =
        file.flatMap(path).map(found -> secrets(found, file.get().span())).orElse(List.of());
    Optional<Node> require = fields.get().optional("require");
    boolean required = require.flatMap(node -> scalars.flag(node, "require")).orElse(Boolean.FALSE);
    if (required && file.isEmpty()) {
      problems.error(
          require.orElseThrow().span(),
          "cookies can be required only with a secret-file: a secret of each node's own is none"
              + " that the other nodes of an anycast address know");
    }
    fields.get().refuseUnknown();
    return new CookieSettings(secrets, required);
  }

  private List<CookieSecret> secrets(Path file, Span where) {
    Optional<FileProblems> read = SourceFile.read(file, problems.log());
    if (read.isEmpty()) {
      return List.of();
    }
    List<CookieSecret> secrets = new ArrayList<>();
    int number = 0;
    int candidates = 0;
    for (String line : read.get().source().text().lines().toList()) {
      number++;
      String text = line.strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      candidates++;
      Optional<CookieSecret> secret = secret(text);
      if (secret.isEmpty()) {
        wrong(where, file, "line %d: a secret is 32 hexadecimal digits".formatted(number));
      } else if (secrets.contains(secret.get())) {
        wrong(where, file, "line %d: this secret stands there twice".formatted(number));
      } else {
        secrets.add(secret.get());
      }
    }
    if (candidates == 0) {
      wrong(where, file, "no secret: one line of 32 hexadecimal digits is needed");
    } else if (candidates > MAX_SECRETS) {
      wrong(where, file, "%d secrets, at most %d".formatted(candidates, MAX_SECRETS));
    }
    return secrets;
  }

  private void wrong(Span where, Path file, String what) {
    problems.error(where, file.getFileName() + ": " + what);
  }

  private static Optional<CookieSecret> secret(String text) {
    try {
      byte[] bytes = HexFormat.of().parseHex(text);
      return bytes.length == CookieSecret.LENGTH_BYTES
          ? Optional.of(new CookieSecret(bytes))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
