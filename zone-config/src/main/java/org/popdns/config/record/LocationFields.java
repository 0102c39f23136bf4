package org.popdns.config.record;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Scalars;

/**
 * A place on Earth (RFC 1876) with the keys of octoDNS, as the text that master files have. Used
 * once, by the one thread that loads.
 */
record LocationFields(Fields fields, Scalars scalars) {

  private static final BigDecimal LARGEST_METRES = new BigDecimal("90000000");

  /** The text; empty if a field does not fit, and then that is reported. */
  Optional<String> text() {
    Optional<String> latitude = angle("lat", 90, List.of("N", "S"));
    Optional<String> longitude = angle("long", 180, List.of("E", "W"));
    Optional<String> altitude =
        fields
            .required("altitude")
            .flatMap(
                node ->
                    decimal(
                        node,
                        "altitude",
                        new BigDecimal("-100000"),
                        new BigDecimal("42849672.95"),
                        2));
    // RFC 1876 §3: 1 m, 10 km and 10 m where left out.
    Optional<String> size = size("size", "1");
    Optional<String> horizontal = size("precision_horz", "10000");
    Optional<String> vertical = size("precision_vert", "10");
    fields.refuseUnknown();
    boolean complete =
        latitude.isPresent()
            && longitude.isPresent()
            && altitude.isPresent()
            && size.isPresent()
            && horizontal.isPresent()
            && vertical.isPresent();
    return complete
        ? Optional.of(
            String.join(
                " ",
                latitude.get(),
                longitude.get(),
                altitude.get(),
                size.get(),
                horizontal.get(),
                vertical.get()))
        : Optional.empty();
  }

  private Optional<String> angle(String prefix, int mostDegrees, List<String> directions) {
    Optional<Long> degrees = whole(prefix + "_degrees", mostDegrees);
    Optional<Long> minutes = whole(prefix + "_minutes", 59);
    Optional<String> seconds =
        fields
            .required(prefix + "_seconds")
            .flatMap(
                node ->
                    decimal(
                        node, prefix + "_seconds", BigDecimal.ZERO, new BigDecimal("59.999"), 3));
    String key = prefix + "_direction";
    Optional<String> direction =
        fields.required(key).flatMap(node -> scalars.oneOf(node, "LOC " + key, directions));
    if (degrees.isEmpty() || minutes.isEmpty() || seconds.isEmpty() || direction.isEmpty()) {
      return Optional.empty();
    }
    boolean beyond =
        degrees.get() == mostDegrees
            && (minutes.get() > 0 || new BigDecimal(seconds.get()).signum() > 0);
    if (beyond) {
      return fields
          .optional(prefix + "_minutes")
          .flatMap(
              node -> scalars.mismatch(node, "LOC " + prefix, mostDegrees + " degrees at most"));
    }
    return Optional.of(
        degrees.get() + " " + minutes.get() + " " + seconds.get() + " " + direction.get());
  }

  private Optional<Long> whole(String key, long most) {
    return fields.required(key).flatMap(node -> scalars.integer(node, "LOC " + key, 0, most));
  }

  private Optional<String> size(String key, String whenMissing) {
    return fields
        .optional(key)
        .map(node -> decimal(node, key, BigDecimal.ZERO, LARGEST_METRES, 2))
        .orElse(Optional.of(whenMissing));
  }

  private Optional<String> decimal(
      Node node, String key, BigDecimal least, BigDecimal most, int decimals) {
    return scalars
        .decimal(node, "LOC " + key, least, most)
        .map(number -> number.setScale(decimals, RoundingMode.HALF_UP).toPlainString());
  }
}
