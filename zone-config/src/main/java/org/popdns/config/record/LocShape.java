package org.popdns.config.record;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Scalars;
import org.popdns.name.DomainName;

/** A place on Earth (RFC 1876), with the keys of octoDNS. */
record LocShape() implements ValueShape {

  private static final long EQUATOR = 1L << 31;
  private static final long BELOW_SEA_CENTIMETRES = 10_000_000;
  private static final BigDecimal LARGEST_METRES = new BigDecimal("90000000");

  @Override
  public Optional<byte[]> read(Node value, String what, DomainName zone, FileProblems problems) {
    return Fields.of(value, what + " record", value.span(), problems)
        .flatMap(
            fields -> {
              Reader in = new Reader(fields, new Scalars(problems));
              Optional<Long> latitude = in.angle("lat", 90, List.of("N", "S"));
              Optional<Long> longitude = in.angle("long", 180, List.of("E", "W"));
              Optional<BigDecimal> altitude =
                  in.metres("altitude", "-100000", "42849672.95", Optional.empty());
              // RFC 1876 §3: 1 m, 10 km and 10 m where left out.
              Optional<Long> size = in.size("size", "1");
              Optional<Long> horizontal = in.size("precision_horz", "10000");
              Optional<Long> vertical = in.size("precision_vert", "10");
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
                      new RdataBuilder()
                          .u8(0)
                          .u8(size.get())
                          .u8(horizontal.get())
                          .u8(vertical.get())
                          .u32(latitude.get())
                          .u32(longitude.get())
                          .u32(centimetres(altitude.get()) + BELOW_SEA_CENTIMETRES)
                          .build())
                  : Optional.empty();
            });
  }

  private static long centimetres(BigDecimal metres) {
    return metres.movePointRight(2).setScale(0, RoundingMode.HALF_UP).longValueExact();
  }

  /** Reads the fields of one value. */
  private record Reader(Fields fields, Scalars scalars) {

    /** Thousandths of a second of arc, counted from 2^31 (RFC 1876 §2). */
    Optional<Long> angle(String prefix, int mostDegrees, List<String> directions) {
      Optional<Long> degrees = whole(prefix + "_degrees", mostDegrees);
      Optional<Long> minutes = whole(prefix + "_minutes", 59);
      Optional<BigDecimal> seconds = decimal(prefix + "_seconds", "0", "59.999", Optional.empty());
      String key = prefix + "_direction";
      Optional<String> direction =
          fields.required(key).flatMap(node -> scalars.oneOf(node, "LOC " + key, directions));
      if (degrees.isEmpty() || minutes.isEmpty() || seconds.isEmpty() || direction.isEmpty()) {
        return Optional.empty();
      }
      long thousandths =
          (degrees.get() * 3600 + minutes.get() * 60) * 1000
              + seconds.get().movePointRight(3).setScale(0, RoundingMode.HALF_UP).longValueExact();
      if (thousandths > mostDegrees * 3_600_000L) {
        return fields
            .optional(prefix + "_minutes")
            .flatMap(
                node -> scalars.mismatch(node, "LOC " + prefix, mostDegrees + " degrees at most"));
      }
      boolean positive = direction.get().equals(directions.getFirst());
      return Optional.of(positive ? EQUATOR + thousandths : EQUATOR - thousandths);
    }

    Optional<Long> whole(String key, long most) {
      return fields.required(key).flatMap(node -> scalars.integer(node, "LOC " + key, 0, most));
    }

    Optional<BigDecimal> metres(
        String key, String least, String most, Optional<BigDecimal> whenMissing) {
      return decimal(key, least, most, whenMissing);
    }

    /** A power of ten times a digit, in centimetres (RFC 1876 §2). */
    Optional<Long> size(String key, String whenMissing) {
      return metres(
              key, "0", LARGEST_METRES.toPlainString(), Optional.of(new BigDecimal(whenMissing)))
          .map(
              metres -> {
                long mantissa = centimetres(metres);
                int exponent = 0;
                while (mantissa > 9) {
                  mantissa /= 10;
                  exponent++;
                }
                return mantissa << 4 | exponent;
              });
    }

    private Optional<BigDecimal> decimal(
        String key, String least, String most, Optional<BigDecimal> whenMissing) {
      Optional<Node> node = whenMissing.isPresent() ? fields.optional(key) : fields.required(key);
      return node.isEmpty()
          ? whenMissing
          : node.flatMap(
              found ->
                  scalars.decimal(
                      found, "LOC " + key, new BigDecimal(least), new BigDecimal(most)));
    }
  }
}
