package org.popdns.config.dynamic;

import java.math.BigDecimal;
import java.util.Optional;
import org.popdns.config.model.Location;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Scalars;

/**
 * Reads where something is: {@code location: {latitude: 50.11, longitude: 8.68}}. Used by the one
 * thread that loads.
 */
public final class LocationYaml {

  private final FileProblems problems;
  private final Scalars scalars;

  public LocationYaml(FileProblems problems) {
    this.problems = problems;
    this.scalars = new Scalars(problems);
  }

  /** The location that an object has; empty if it has none, or a wrong one, which is reported. */
  public Optional<Location> read(Fields object) {
    return object
        .entry("location")
        .flatMap(
            entry ->
                Fields.of(
                    entry.value(), "location of " + object.what(), entry.key().span(), problems))
        .flatMap(this::location);
  }

  private Optional<Location> location(Fields fields) {
    Optional<Double> latitude = degrees(fields, "latitude", 90);
    Optional<Double> longitude = degrees(fields, "longitude", 180);
    fields.refuseUnknown();
    return latitude.flatMap(north -> longitude.map(east -> new Location(north, east)));
  }

  private Optional<Double> degrees(Fields fields, String key, int most) {
    return fields
        .required(key)
        .flatMap(
            node -> scalars.decimal(node, key, BigDecimal.valueOf(-most), BigDecimal.valueOf(most)))
        .map(BigDecimal::doubleValue);
  }
}
