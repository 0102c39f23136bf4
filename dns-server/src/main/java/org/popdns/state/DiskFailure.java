package org.popdns.state;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** Why a file could not be written, in an operator's words and in one line. Stateless. */
public final class DiskFailure {

  private DiskFailure() {}

  /** The reason without the file that was to be written, which the caller names. */
  public static String text(IOException failure) {
    return switch (failure) {
      case AccessDeniedException denied -> "permission denied";
      case NoSuchFileException missing -> missing.getFile() + ": no such file or folder";
      case FileAlreadyExistsException other -> other.getFile() + ": not a folder";
      case FileSystemException file ->
          Optional.ofNullable(file.getReason()).orElse(file.getClass().getSimpleName());
      default -> String.valueOf(failure.getMessage());
    };
  }
}
