package org.popdns.publish;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Optional;

/** Why a file could not be written, in an operator's words. */
final class StoreFailure {

  private StoreFailure() {}

  static String text(IOException failure) {
    return switch (failure) {
      case AccessDeniedException denied -> "permission denied";
      case FileSystemException file ->
          Optional.ofNullable(file.getReason()).orElse(file.getClass().getSimpleName());
      default -> String.valueOf(failure.getMessage());
    };
  }
}
