package org.popdns.record;

import org.jspecify.annotations.Nullable;

/** Domain names: one, or all that are left. */
final class Names extends FieldKind {

  /** What the age of its type allows to be done to a name. */
  enum Age {
    /** Of RFC 1035: compressed (RFC 3597 §4), without case in canonical form. */
    WELL_KNOWN,
    /** Listed in RFC 4034 §6.2 (RFC 6840 §5.1): never compressed, without case. */
    LISTED,
    /** Of all other types: as it is. */
    NEW
  }

  /** Where a name leads. */
  enum Target {
    /** Nowhere that an answer would follow. */
    NONE,
    /** To a host, whose addresses are sent along (RFC 1035 §3.3). */
    HOST,
    /** To what the owner is another name for. */
    ALIAS
  }

  private final Age age;
  private final Target target;

  private Names(Extent extent, Age age, Target target) {
    super(extent, extent == Extent.LIST ? "domain names" : "a domain name");
    this.age = age;
    this.target = target;
  }

  static Names of(Age age) {
    return new Names(Extent.ONE, age, Target.NONE);
  }

  static Names of(Age age, Target target) {
    return new Names(Extent.ONE, age, target);
  }

  /** All names that are left, none or more. */
  static Names list() {
    return new Names(Extent.LIST, Age.NEW, Target.NONE);
  }

  Age age() {
    return age;
  }

  Target target() {
    return target;
  }

  @Override
  public Content content() {
    return extent() == Extent.LIST ? Content.NAMES : Content.NAME;
  }

  @Override
  boolean isLowerCaseWhenCanonical() {
    return age != Age.NEW;
  }

  @Override
  boolean read(RdataReader in) {
    if (extent() == Extent.ONE) {
      return in.name();
    }
    while (in.hasNext()) {
      if (!in.name()) {
        return false;
      }
    }
    return true;
  }

  @Override
  @Nullable String skip(RdataCursor wire) {
    if (extent() == Extent.ONE) {
      return wire.skipName();
    }
    String problem = null;
    while (problem == null && wire.left() > 0) {
      problem = wire.skipName();
    }
    return problem;
  }

  @Override
  boolean write(RdataCursor wire, StringBuilder text) {
    if (extent() == Extent.ONE) {
      wire.writeName(text);
      return true;
    }
    for (String space = ""; wire.left() > 0; space = " ") {
      text.append(space);
      wire.writeName(text);
    }
    return true;
  }
}
