package org.popdns.config.read;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.popdns.config.model.HiddenText;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Mark;
import org.popdns.config.problem.Span;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Scalars;
import org.popdns.config.tree.SourceFile;

/**
 * Reads secrets from files of one line. What is wrong in such a file is reported where it is named,
 * so that no secret is ever shown. Used by the one thread that loads.
 */
final class HiddenTextYaml {

  private static final int LARGEST_BYTES = 64 << 10;

  private final FileProblems problems;
  private final Scalars scalars;

  HiddenTextYaml(FileProblems problems) {
    this.problems = problems;
    this.scalars = new Scalars(problems);
  }

  /**
   * The line of the file that a value names.
   *
   * @return empty if there is none, and then that is reported
   */
  Optional<HiddenText> read(Node node, String what) {
    return scalars
        .text(node, what)
        .flatMap(
            text -> {
              try {
                return read(problems.source().file().resolveSibling(text), node.span());
              } catch (InvalidPathException e) {
                return scalars.mismatch(node, what, "a path");
              }
            });
  }

  private Optional<HiddenText> read(Path file, Span where) {
    problems.log().named(file, new Mark(problems, where));
    Optional<FileProblems> read = SourceFile.read(file, LARGEST_BYTES, problems.log());
    if (read.isEmpty()) {
      return Optional.empty();
    }
    List<String> lines =
        read.get().source().text().lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    if (lines.size() != 1 || !isPrintable(lines.getFirst())) {
      problems.error(where, file.getFileName() + ": one line of printable ASCII is needed");
      return Optional.empty();
    }
    return Optional.of(new HiddenText(lines.getFirst()));
  }

  static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }
}
