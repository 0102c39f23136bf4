package org.popdns.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at files and their folders each second and acts when something changed and then stood still
 * for a second, so that a checkout of many files is one change. Runs on a thread of its own.
 */
public final class FileWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FileWatch.class);

  /** What tells one state of a file from another. */
  private record Stamp(long size, long modified, Object key) {}

  private final Supplier<? extends Collection<Path>> files;
  private final Runnable action;
  private final ScheduledExecutorService timer;
  private Map<Path, Stamp> acted;
  private Map<Path, Stamp> seen;

  /**
   * Begins to watch.
   *
   * @param thread its name
   * @param files the files that matter now; their folders are watched as well
   * @param action run on the watch's thread when they have changed
   */
  public FileWatch(String thread, Supplier<? extends Collection<Path>> files, Runnable action) {
    this.files = files;
    this.action = action;
    acted = look();
    seen = acted;
    timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name(thread).daemon().factory());
    var _ = timer.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  private void tick() {
    try {
      Map<Path, Stamp> now = look();
      boolean still = now.equals(seen);
      seen = now;
      if (still && !now.equals(acted)) {
        acted = now;
        action.run();
        // What was read may be other files than before. What changed while they were read counts as
        // new: nobody knows on which side of the reading it came.
        seen = look();
        acted = new TreeMap<>(seen);
        acted.replaceAll((path, stamp) -> now.getOrDefault(path, stamp));
      }
    } catch (RuntimeException | Error e) {
      // Whatever it is, the next change is seen: an executor drops a task that throws.
      log.error("{}: watching files", Thread.currentThread().getName(), e);
    }
  }

  private Map<Path, Stamp> look() {
    TreeSet<Path> all = new TreeSet<>();
    for (Path file : files.get()) {
      all.add(file);
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        all.add(folder);
      }
    }
    Map<Path, Stamp> stamps = new TreeMap<>();
    for (Path path : all) {
      stamps.put(path, stamp(path));
    }
    return stamps;
  }

  private static Stamp stamp(Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return new Stamp(
          attributes.isDirectory() ? 0 : attributes.size(),
          attributes.lastModifiedTime().toMillis(),
          Objects.requireNonNullElse(attributes.fileKey(), ""));
    } catch (NoSuchFileException e) {
      return new Stamp(-1, 0, "");
    } catch (IOException e) {
      return new Stamp(-2, 0, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
