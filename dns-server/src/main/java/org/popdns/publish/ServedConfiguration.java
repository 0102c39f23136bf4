package org.popdns.publish;

import java.util.OptionalLong;
import org.popdns.config.model.Configuration;
import org.popdns.time.Moment;

/**
 * The configuration that is served.
 *
 * @param configuration what it says
 * @param origin where it came from
 * @param number of the stored configuration; empty if it was not read from the store
 * @param since when it was taken up
 */
public record ServedConfiguration(
    Configuration configuration, Origin origin, OptionalLong number, Moment since) {

  /** Where a served configuration came from. */
  public enum Origin {
    /** The files, as they were read. */
    FILES("files"),
    /** The store of accepted configurations, since the files were broken at the start. */
    STORED("stored");

    private final String label;

    Origin(String label) {
      this.label = label;
    }

    /** The name in JSON and metrics. */
    public String label() {
      return label;
    }
  }
}
