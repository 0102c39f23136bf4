package org.popdns.cli;

import java.time.Duration;
import org.popdns.config.tree.Scalars;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations on the command line, written as in the files. */
final class DurationOption implements ITypeConverter<Duration> {

  /** Made by picocli. */
  DurationOption() {}

  @Override
  public Duration convert(String text) {
    return Scalars.parseDuration(text)
        .orElseThrow(
            () -> new TypeConversionException("'" + text + "' is no duration such as 30s or 2h"));
  }
}
