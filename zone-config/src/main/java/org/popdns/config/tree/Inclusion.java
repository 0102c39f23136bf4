package org.popdns.config.tree;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.SourceText;
import org.popdns.config.problem.Span;
import org.popdns.config.source.FileSource;
import org.popdns.config.tree.YamlEvents.Refused;

/**
 * Which files a YAML file may include. Immutable.
 *
 * @param folders where they may lie, beside the folder of the file that includes them; below these
 *     as well
 * @param maxBytes the largest that is read
 */
public record Inclusion(List<Path> folders, int maxBytes) {

  /** How deep files may include files. */
  static final int MAX_DEPTH = 10;

  /** Copies the list. */
  public Inclusion {
    folders = List.copyOf(folders);
  }

  /**
   * The path of a file that is included.
   *
   * @param including the files that lead to it, the outermost first
   * @param where it is included
   */
  Path path(String file, List<Path> including, Span where, FileProblems problems) throws Refused {
    Path last = including.getLast();
    Path path;
    try {
      path = last.resolveSibling(file).normalize();
    } catch (InvalidPathException e) {
      throw new Refused(where, Quoted.of(file) + " is not a path");
    }
    FileSource source = problems.log().source();
    if (source.kind(path) == FileSource.Kind.MISSING) {
      for (Path folder : folders) {
        Path there = folder.resolve(file).normalize();
        if (source.kind(there) != FileSource.Kind.MISSING) {
          path = there;
          break;
        }
      }
    }
    Path found = path;
    List<Path> allowed = new ArrayList<>(folders);
    allowed.add(last.resolveSibling(""));
    if (source.kind(found) != FileSource.Kind.MISSING
        && allowed.stream().noneMatch(folder -> source.isWithin(found, folder))) {
      throw new Refused(
          where,
          "cannot include " + Quoted.of(file) + ": it lies outside the folder of the zone's files");
    }
    if (including.contains(found)) {
      throw new Refused(where, Quoted.of(file) + " includes itself");
    }
    if (including.size() > MAX_DEPTH) {
      throw new Refused(where, "files include files more than " + MAX_DEPTH + " deep");
    }
    return found;
  }

  /** Reads a file that is included. */
  SourceText read(Path path, Span where, FileProblems problems) throws Refused {
    String name = Quoted.of(String.valueOf(path.getFileName()));
    if (problems.log().source().kind(path) == FileSource.Kind.MISSING) {
      throw new Refused(where, "cannot include " + name + ": no such file");
    }
    return SourceFile.bytes(path, maxBytes, problems.log())
        .flatMap(bytes -> SourceFile.decode(path, bytes, problems.log()))
        .map(FileProblems::source)
        .orElseThrow(() -> new Refused(where, "cannot include " + name));
  }
}
