package org.popdns.publish;

import java.nio.file.Path;
import java.util.List;

/** What brought a version of a zone. */
public sealed interface ZoneSource {

  /**
   * Files of the configuration.
   *
   * @param files that its records stand in; none for a zone whose files are wrong
   */
  record Files(List<Path> files) implements ZoneSource {

    /** Copies the list. */
    public Files {
      files = List.copyOf(files);
    }
  }
}
