package org.popdns.config.problem;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.source.DiskFiles;
import org.popdns.config.source.FileLimit;
import org.popdns.config.source.FileMark;
import org.popdns.config.source.FileSource;

/**
 * Collects the problems of one load, and what it read. Used by the one thread that loads. A problem
 * reported twice (through an alias, say) is kept once. Whoever reads has it at hand, so it is also
 * who knows where files come from.
 */
public final class ProblemLog {

  private static final int LONGEST_MESSAGE = 400;

  private final Set<Problem> problems = new LinkedHashSet<>();
  private final Set<Path> files = new HashSet<>();
  private final List<FileMark> marks = new ArrayList<>();
  private final Map<Path, Mark> names;
  private final FileSource source;
  private final Optional<FileLimit> limit;
  private final List<FileProblems> inFiles = new ArrayList<>(1);
  private boolean hasErrors;

  /** The log of a load from the disk. */
  public ProblemLog() {
    this(new DiskFiles());
  }

  /** The log of a load from elsewhere. */
  public ProblemLog(FileSource source) {
    this(source, new HashMap<>(), Optional.empty());
  }

  private ProblemLog(FileSource source, Map<Path, Mark> names, Optional<FileLimit> limit) {
    this.source = source;
    this.names = names;
    this.limit = limit;
  }

  /**
   * A log of its own for a part of this load, which may be another thread's: it knows where files
   * are named, and names none itself.
   *
   * @param from where that part's files come from
   */
  public ProblemLog part(FileSource from) {
    return new ProblemLog(from, Collections.unmodifiableMap(names), limit);
  }

  /** The same for a zone, whose files have a limit of their own. */
  public ProblemLog part(FileSource from, FileLimit most) {
    return new ProblemLog(from, Collections.unmodifiableMap(names), Optional.of(most));
  }

  /** The largest file that is read for this log; empty if whoever reads it says. */
  public Optional<FileLimit> limit() {
    return limit;
  }

  /** Tells where a file or folder is named: that it can't be used is reported there. */
  public void named(Path file, Mark where) {
    names.putIfAbsent(file, where);
  }

  /** Where files come from. */
  public FileSource source() {
    return source;
  }

  /** Adds a problem. */
  public void add(Problem problem) {
    problems.add(problem);
    hasErrors |= problem.severity() == Severity.ERROR;
  }

  /** Notes an error that is not kept. */
  void refuse() {
    hasErrors = true;
  }

  /** Adds the problems and the files of another log. */
  public void addAll(
      Collection<Problem> others, Set<Path> otherFiles, Collection<FileMark> otherMarks) {
    marks.addAll(otherMarks);
    files.addAll(otherFiles);
    others.forEach(this::add);
  }

  /** An error of a file or folder as a whole, shown where it is named. */
  public void error(Path file, String message) {
    error(file, message, Optional.empty());
  }

  /** The same, with what was probably meant. */
  public void error(Path file, String message, Optional<String> suggestion) {
    files.add(file);
    Optional<Mark> where = Optional.ofNullable(names.get(file));
    add(
        where
            .map(mark -> mark.file().problem(mark.span(), file + " " + message, suggestion))
            .orElseGet(
                () ->
                    new Problem(
                        Severity.ERROR, new Location.WholeFile(file), message, suggestion)));
  }

  /** A warning about a file or folder as a whole. */
  public void warning(Path file, String message) {
    add(new Problem(Severity.WARNING, new Location.WholeFile(file), message, Optional.empty()));
  }

  /** What is to be known of a file or folder as a whole. */
  public void note(Path file, String message) {
    add(
        new Problem(
            Severity.NOTE,
            new Location.WholeFile(file),
            Quoted.safe(message, LONGEST_MESSAGE),
            Optional.empty()));
  }

  /** An error of the command line or the environment. */
  public void errorOutside(String message, Optional<String> suggestion) {
    add(new Problem(Severity.ERROR, new Location.Outside(), message, suggestion));
  }

  /** Notes a folder that was read, or a file without problems. */
  public void read(Path file) {
    files.add(file);
  }

  /** Notes a file's content, if anybody will ask for it. */
  public void read(Path file, byte[] content) {
    files.add(file);
    source.mark(file, content).ifPresent(marks::add);
  }

  /** The files whose content was read, where the source marks them. */
  public List<FileMark> marks() {
    return List.copyOf(marks);
  }

  /** Where the problems inside a file go. */
  public FileProblems of(SourceText source) {
    files.add(source.file());
    FileProblems added = new FileProblems(this, source);
    inFiles.add(added);
    return added;
  }

  /** True if the configuration must be refused. */
  public boolean hasErrors() {
    return hasErrors;
  }

  /** How many problems are warnings, about as many as there are where files have too many. */
  public long warnings() {
    return problems.stream().filter(problem -> problem.severity() == Severity.WARNING).count();
  }

  /** The files and folders that were read or could not be. */
  public Set<Path> files() {
    return Set.copyOf(files);
  }

  /** All problems by file and place. */
  public List<Problem> sorted() {
    List<Problem> sorted = new ArrayList<>(problems);
    inFiles.forEach(file -> file.leftOut().ifPresent(sorted::add));
    sorted.sort(Problem.BY_PLACE);
    return List.copyOf(sorted);
  }
}
