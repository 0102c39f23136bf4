package org.popdns.admin.socket;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Failures with a control socket in one line each, for the operator. Stateless. */
final class SocketFailure {
  private SocketFailure() {}

  static IOException of(Path socket, IOException failure) {
    return new IOException(message(socket, reason(failure)), failure);
  }

  static String message(Path socket, String reason) {
    return "control socket " + socket + ": " + reason;
  }

  /** What went wrong, in the words of an operator, without the socket's path. */
  static String reason(IOException failure) {
    return switch (failure) {
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case NoSuchFileException missing -> missing.getFile() + ": no such file or folder";
      case FileAlreadyExistsException file -> file.getFile() + ": exists and is no folder";
      case FileSystemException other when other.getReason() != null ->
          other.getFile() + ": " + lowerCased(other.getReason());
      default ->
          failure.getMessage() == null
              ? failure.getClass().getSimpleName()
              : lowerCased(failure.getMessage());
    };
  }

  private static String lowerCased(String message) {
    return message.isEmpty()
        ? message
        : Character.toLowerCase(message.charAt(0)) + message.substring(1);
  }
}
