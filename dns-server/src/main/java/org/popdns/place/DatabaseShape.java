package org.popdns.place;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.Location;

/** How a database's records are laid out. Any record may leave out any field. */
public enum DatabaseShape {
  /** MaxMind's own: {@code country.iso_code}, {@code subdivisions[].iso_code}, and so on. */
  NESTED("nested (country.iso_code)"),
  /** One level: {@code country_code}. */
  FLAT("flat (country_code)"),
  /** The autonomous system alone, which both have at the same place. */
  SYSTEM("autonomous systems (autonomous_system_number)");

  private static final long ASN_LIMIT = 1L << 32;

  private final String label;

  DatabaseShape(String label) {
    this.label = label;
  }

  /** What it is called in texts. */
  public String label() {
    return label;
  }

  /** The shape of a record; empty if it says nothing of where a network is. */
  static Optional<DatabaseShape> of(Map<?, ?> entry) {
    if (entry.get("country_code") instanceof String) {
      return Optional.of(FLAT);
    }
    if (entry.get("country") instanceof Map || entry.get("continent") instanceof Map) {
      return Optional.of(NESTED);
    }
    if (asn(entry).isPresent()) {
      return Optional.of(SYSTEM);
    }
    return location(entry).map(known -> entry.get("location") instanceof Map ? NESTED : FLAT);
  }

  /** What a record says. What is no code is passed over: it may be another thing. */
  static Place place(Map<?, ?> entry) {
    Object subdivision =
        entry.get("subdivisions") instanceof List<?> all && !all.isEmpty() ? all.getFirst() : null;
    return Place.of(
        code(within(entry.get("continent"), "code"), "[A-Z]{2}"),
        code(within(entry.get("country"), "iso_code"), "[A-Z]{2}")
            .or(() -> code(entry.get("country_code"), "[A-Z]{2}")),
        code(within(subdivision, "iso_code"), "[A-Z0-9]{1,3}"),
        asn(entry));
  }

  /** Where exactly a record says that it is. What is no point of the earth is passed over. */
  static Optional<Location> location(Map<?, ?> entry) {
    Map<?, ?> holder = entry.get("location") instanceof Map<?, ?> nested ? nested : entry;
    return holder.get("latitude") instanceof Number latitude
            && holder.get("longitude") instanceof Number longitude
            && Location.isValid(latitude.doubleValue(), longitude.doubleValue())
        ? Optional.of(new Location(degrees(latitude), degrees(longitude)))
        : Optional.empty();
  }

  /** As decimals say it: 34.3998 in four bytes is the same place as in eight. */
  private static double degrees(Number number) {
    return number instanceof Float ? Double.parseDouble(number.toString()) : number.doubleValue();
  }

  private static @Nullable Object within(@Nullable Object value, String name) {
    return value instanceof Map<?, ?> map ? map.get(name) : null;
  }

  private static Optional<String> code(@Nullable Object value, String form) {
    return value instanceof String text
        ? Optional.of(text.toUpperCase(Locale.ROOT)).filter(upper -> upper.matches(form))
        : Optional.empty();
  }

  private static OptionalLong asn(Map<?, ?> entry) {
    return entry.get("autonomous_system_number") instanceof Number number
            && number.longValue() > 0
            && number.longValue() < ASN_LIMIT
        ? OptionalLong.of(number.longValue())
        : OptionalLong.empty();
  }
}
