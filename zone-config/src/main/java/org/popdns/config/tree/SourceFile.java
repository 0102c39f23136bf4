package org.popdns.config.tree;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.ProblemLog;
import org.popdns.config.problem.SourceText;
import org.popdns.config.problem.Spelling;
import org.popdns.config.source.FileLimit;
import org.popdns.config.source.FileSource;

/** Reads a configuration file's text, or says why it cannot be read. */
public final class SourceFile {

  /** Largest file that is read, in bytes. */
  public static final int MAX_BYTES = 32 << 20;

  /** Largest master file that is read, in bytes: some zones have millions of names. */
  public static final int MAX_MASTER_BYTES = 256 << 20;

  private SourceFile() {}

  /**
   * Reads a file as UTF-8.
   *
   * @return where its problems go, with its text; empty if it cannot be used, and then the log says
   *     why
   */
  public static Optional<FileProblems> read(Path file, ProblemLog log) {
    return bytes(file, MAX_BYTES, log).flatMap(bytes -> decode(file, bytes, log));
  }

  /** The same with another limit. */
  public static Optional<FileProblems> read(Path file, int maxBytes, ProblemLog log) {
    return bytes(file, maxBytes, log).flatMap(bytes -> decode(file, bytes, log));
  }

  /**
   * Reads a file's bytes.
   *
   * @param maxBytes the largest file that is read, where the log has no limit of its own
   * @return empty if it cannot be used, and then the log says why
   */
  public static Optional<byte[]> bytes(Path file, int maxBytes, ProblemLog log) {
    FileSource source = log.source();
    try {
      FileSource.Kind kind = source.kind(file);
      if (kind == FileSource.Kind.FOLDER) {
        log.error(file, "is a folder, not a file");
        return Optional.empty();
      }
      if (kind == FileSource.Kind.OTHER) {
        log.error(file, "is not a regular file");
        return Optional.empty();
      }
      long size = source.size(file);
      Optional<FileLimit> limit = log.limit();
      if (size > limit.map(FileLimit::bytes).orElse(maxBytes)) {
        log.error(
            file,
            limit
                .map(
                    most ->
                        "is %d bytes long, at most %d are read (%s: %s in popdns.yaml)"
                            .formatted(size, most.bytes(), FileLimit.KEY, most.text()))
                .orElse(
                    "is " + (size >> 20) + " MiB long, at most " + (maxBytes >> 20) + " are read"));
        return Optional.empty();
      }
      byte[] bytes = source.bytes(file);
      log.read(file, bytes);
      return Optional.of(bytes);
    } catch (IOException e) {
      unreadable(file, e, log);
      return Optional.empty();
    }
  }

  /** Reports that a file or folder cannot be read; of one that is missing, what is named alike. */
  public static void unreadable(Path file, IOException e, ProblemLog log) {
    if (e instanceof NoSuchFileException) {
      String name = String.valueOf(file.getFileName());
      List<String> beside = beside(file, log.source());
      if (beside.contains(name)) {
        log.error(file, "cannot be read: it is a link to what is not there");
      } else {
        log.error(file, "cannot be read: " + reason(e), Spelling.nearest(name, beside));
      }
      return;
    }
    log.error(file, "cannot be read: " + reason(e));
  }

  private static List<String> beside(Path missing, FileSource source) {
    Path folder = Optional.ofNullable(missing.getParent()).orElse(Path.of(""));
    try {
      return source.list(folder).stream().map(path -> String.valueOf(path.getFileName())).toList();
    } catch (IOException e) {
      return List.of(); // The folder is missing as well.
    }
  }

  /** Why a file operation failed, in an operator's words. */
  public static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "no such file or folder";
      case AccessDeniedException denied -> "permission denied";
      default -> Optional.ofNullable(e.getMessage()).orElseGet(() -> e.getClass().getSimpleName());
    };
  }

  /**
   * Reads a file's bytes as UTF-8.
   *
   * @return where its problems go, with its text; empty if it cannot be used, and then the log says
   *     why
   */
  public static Optional<FileProblems> decode(Path file, byte[] bytes, ProblemLog log) {
    if (isPlainAscii(bytes)) {
      return Optional.of(
          log.of(new SourceText(file, new String(bytes, StandardCharsets.US_ASCII))));
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer chars = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), chars, true);
    String text = chars.flip().toString();
    if (result.isError()) {
      FileProblems problems = log.of(new SourceText(file, text + "\uFFFD"));
      problems.error(problems.source().spanOf(text.length()), "not valid UTF-8");
      return Optional.empty();
    }
    FileProblems problems =
        log.of(new SourceText(file, text.startsWith("\uFEFF") ? text.substring(1) : text));
    return firstForbidden(problems.source().text())
        .map(
            index -> {
              problems.error(
                  problems.source().spanOf(index),
                  String.format(
                      "control character U+%04X", (int) problems.source().text().charAt(index)));
              return Optional.<FileProblems>empty();
            })
        .orElse(Optional.of(problems));
  }

  // As most files are, large ones above all.
  private static boolean isPlainAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < ' ' ? b != '\n' && b != '\t' && b != '\r' : b == 0x7f) {
        return false;
      }
    }
    return true;
  }

  /** True if bytes within a file are UTF-8 that a file may hold. */
  public static boolean isText(byte[] bytes, int from, int to) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes, from, to - from))
              .toString();
      return firstForbidden(text).isEmpty();
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static Optional<Integer> firstForbidden(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean control = c < ' ' && c != '\t' && c != '\n' && c != '\r';
      if (control || (c >= 0x7f && c < 0xa0) || c == '\uFEFF' || c >= '\uFFFE') {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }
}
