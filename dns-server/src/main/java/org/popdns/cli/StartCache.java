package org.popdns.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the start cache, the JDK's AOT cache (JEP 483, 514, 515) of the classes that a start needs,
 * loaded and linked, and of what was learned of their methods. Run by the build, after the jar:
 *
 * <pre>{@code java FLAG... -cp popdns.jar org.popdns.cli.StartCache popdns.jar popdns.aot FLAG...}
 * </pre>
 *
 * <p>The JDK that runs this makes the cache, by a {@link Rehearsal} with the given JVM flags.
 * Beside it lies {@code popdns.aot.sums}, what POSIX's {@code cksum} says of that JDK's {@code
 * release} file, the cache, the jar and its libraries: the JVM would run an old cache beside a new
 * jar without a word. popdns runs without a cache, only slower at the start; so whatever goes wrong
 * is said in one line, and the exit code is always 0. What was there before is gone then.
 */
final class StartCache {

  private static final long MOST_SECONDS = 600;

  private final Path jar;
  private final Path cache;
  private final Path sums;
  private final Path unfinished;
  private final Path log;
  private final Path jdk = Path.of(System.getProperty("java.home"));

  private StartCache(Path jar, Path cache) {
    this.jar = jar;
    this.cache = cache;
    sums = beside(".sums");
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
      Files.deleteIfExists(sums);
      Files.move(unfinished, cache, StandardCopyOption.ATOMIC_MOVE);
      Files.writeString(sums, sumsNow());
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /** Whether this JDK made it, from what is there. */
  private boolean isCurrent() throws IOException, InterruptedException {
    return Files.exists(cache) && Files.exists(sums) && Files.readString(sums).equals(sumsNow());
  }

  /** As {@code popdns} writes them: each file's checksum, length and name, of the JDK no name. */
  private String sumsNow() throws IOException, InterruptedException {
    Path folder = jar.toAbsolutePath().resolveSibling("");
    List<String> files = new ArrayList<>();
    files.add(cache.getFileName().toString());
    files.add(jar.getFileName().toString());
    try (Stream<Path> libraries = Files.list(folder.resolve("lib"))) {
      libraries
          .map(library -> "lib/" + library.getFileName())
          .filter(name -> name.endsWith(".jar"))
          .sorted()
          .forEach(files::add);
    }
    return checksums(List.of(), jdk.resolve("release"), folder) + checksums(files, null, folder);
  }

  /** Of files by name, or of one without. */
  private static String checksums(List<String> names, @Nullable Path input, Path folder)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add("cksum");
    command.addAll(names);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    if (input != null) {
      builder.redirectInput(input.toFile());
    }
    Process process = builder.start();
    String printed;
    try (InputStream output = process.getInputStream()) {
      printed = new String(output.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (process.waitFor() != 0) {
      throw new IOException("cksum ended with exit code " + process.exitValue());
    }
    return printed;
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
