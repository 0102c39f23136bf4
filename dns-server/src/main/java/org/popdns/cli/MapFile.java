package org.popdns.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.popdns.map.WorldMapSvg;
import org.popdns.state.DiskFailure;

/** The file that a map is drawn into: a new one, or one that holds such a map already. */
final class MapFile {

  private static final byte[] BEGINNING = WorldMapSvg.BEGINNING.getBytes(StandardCharsets.US_ASCII);

  private MapFile() {}

  /** Writes a map. What is no map of this command, such as an edited one, is never replaced. */
  static void write(Path file, String drawing) throws CommandFailedException {
    try {
      try {
        Files.writeString(file, drawing, StandardOpenOption.CREATE_NEW);
      } catch (FileAlreadyExistsException isThere) {
        if (Files.isRegularFile(file) && !isMap(file)) {
          throw new CommandFailedException(
              file + " is there and is no map that popdns has drawn: --svg FILE says another");
        }
        Files.writeString(file, drawing);
      }
    } catch (IOException e) {
      throw new CommandFailedException(file + " can't be written: " + DiskFailure.text(e));
    }
  }

  private static boolean isMap(Path file) throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      return Arrays.equals(bytes.readNBytes(BEGINNING.length), BEGINNING);
    }
  }
}
