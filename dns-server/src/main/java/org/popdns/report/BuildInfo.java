package org.popdns.report;

import java.util.Optional;

/** Which popdns this is. */
public final class BuildInfo {

  private BuildInfo() {}

  /** The version from the jar's manifest; {@code development} where classes run without a jar. */
  public static String version() {
    return Optional.ofNullable(BuildInfo.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
