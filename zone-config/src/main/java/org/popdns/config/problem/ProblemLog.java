package org.popdns.config.problem;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Collects the problems of one load. Used by the one thread that loads. A problem reported twice
 * (through an alias, say) is kept once.
 */
public final class ProblemLog {

  private final Set<Problem> problems = new LinkedHashSet<>();
  private final Set<Path> files = new TreeSet<>();
  private boolean hasErrors;

  /** Adds a problem. */
  public void add(Problem problem) {
    problems.add(problem);
    hasErrors |= problem.severity() == Severity.ERROR;
  }

  /** Adds the problems and the files of another log. */
  public void addAll(Collection<Problem> others, Set<Path> otherFiles) {
    files.addAll(otherFiles);
    others.forEach(this::add);
  }

  /** An error of a file or folder as a whole. */
  public void error(Path file, String message) {
    files.add(file);
    add(new Problem(Severity.ERROR, new Location.WholeFile(file), message, Optional.empty()));
  }

  /** A warning about a file or folder as a whole. */
  public void warning(Path file, String message) {
    add(new Problem(Severity.WARNING, new Location.WholeFile(file), message, Optional.empty()));
  }

  /** An error of the command line or the environment. */
  public void errorOutside(String message, Optional<String> suggestion) {
    add(new Problem(Severity.ERROR, new Location.Outside(), message, suggestion));
  }

  /** Notes a folder that was read, or a file without problems. */
  public void read(Path file) {
    files.add(file);
  }

  /** Where the problems inside a file go. */
  public FileProblems of(SourceText source) {
    files.add(source.file());
    return new FileProblems(this, source);
  }

  /** True if the configuration must be refused. */
  public boolean hasErrors() {
    return hasErrors;
  }

  /** The files and folders that were read or could not be. */
  public Set<Path> files() {
    return Set.copyOf(files);
  }

  /** All problems by file and place. */
  public List<Problem> sorted() {
    List<Problem> sorted = new ArrayList<>(problems);
    sorted.sort(Problem.BY_PLACE);
    return List.copyOf(sorted);
  }
}
