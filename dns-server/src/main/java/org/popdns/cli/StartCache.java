package org.popdns.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Makes the start cache, the JDK's AOT cache (JEP 483, 514, 515) of the classes that a start needs,
 * loaded and linked, and of what was learned of their methods. Run by the build, after the jar:
 *
 * <pre>{@code java FLAG... -cp popdns.jar org.popdns.cli.StartCache popdns.jar popdns.aot FLAG...}
 * </pre>
 *
 * <p>The JDK that runs this makes the cache, by a {@link Rehearsal} with the given JVM flags.
 * Beside it lies {@code popdns.aot.release}, a copy of that JDK's own {@code release} file: another
 * JDK can't use the cache. popdns runs without one, only slower at the start; so whatever goes
 * wrong is said in one line, and the exit code is always 0. What was there before is gone then.
 */
final class StartCache {

  private static final long MOST_SECONDS = 600;

  private final Path jar;
  private final Path cache;
  private final Path release;
  private final Path unfinished;
  private final Path log;
  private final Path jdk = Path.of(System.getProperty("java.home"));

  private StartCache(Path jar, Path cache) {
    this.jar = jar;
    this.cache = cache;
    release = beside(".release");
    unfinished = beside(".new");
    log = beside(".log");
  }

  private Path beside(String ending) {
    return cache.resolveSibling(cache.getFileName() + ending);
  }

  /** See the class. */
  public static void main(String[] args) throws InterruptedException {
    StartCache made = new StartCache(Path.of(args[0]), Path.of(args[1]));
    try {
      made.make(List.of(args).subList(2, args.length));
    } catch (IOException e) {
      System.err.printf(
          "popdns: no start cache (%s); popdns works without it, and starts slower%n", e);
    }
  }

  private void make(List<String> flags) throws IOException, InterruptedException {
    if (isCurrent()) {
      return;
    }
    Files.deleteIfExists(cache);
    try {
      rehearse(flags);
      Files.copy(jdk.resolve("release"), release, StandardCopyOption.REPLACE_EXISTING);
      Files.move(unfinished, cache, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /** Whether this JDK made it, and nothing that it was made from is newer. */
  private boolean isCurrent() throws IOException {
    if (!Files.exists(cache)
        || !Files.exists(release)
        || Files.mismatch(release, jdk.resolve("release")) >= 0) {
      return false;
    }
    try (Stream<Path> libraries = Files.list(jar.resolveSibling("lib"))) {
      for (Path file : Stream.concat(Stream.of(jar), libraries).toList()) {
        if (Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(cache)) > 0) {
          return false;
        }
      }
    }
    return true;
  }

  private void rehearse(List<String> flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(jdk.resolve("bin").resolve("java").toString());
    command.addAll(flags);
    command.add("-XX:AOTCacheOutput=" + unfinished);
    command.addAll(List.of("-cp", jar.toString(), Rehearsal.class.getName()));
    Process rehearsal =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!rehearsal.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
      rehearsal.descendants().forEach(ProcessHandle::destroyForcibly);
      rehearsal.destroyForcibly();
      throw new IOException("it took longer than " + MOST_SECONDS + " s, see " + log);
    }
    if (rehearsal.exitValue() != 0 || !Files.exists(unfinished)) {
      throw new IOException("exit code " + rehearsal.exitValue() + ", see " + log);
    }
  }
}
