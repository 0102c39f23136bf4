package org.popdns.publish;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.Zone;
import org.popdns.snapshot.CompiledZone;

/**
 * One version of a zone that is served, and what is known of those before it. Immutable.
 *
 * @param number counts the versions of the origin, from 1 on, while the process lives
 * @param zone its data; null for a zone that nothing can be answered from
 * @param answers what it is answered from
 * @param source what brought it
 * @param since when it was served first
 * @param past the versions before, the latest first, {@value #PAST_KEPT} at most
 */
public record ZoneVersion(
    int number,
    @Nullable Zone zone,
    CompiledZone answers,
    ZoneSource source,
    Instant since,
    List<Past> past) {

  /** How many versions are remembered behind the one that is served. */
  public static final int PAST_KEPT = 8;

  /**
   * A version that is not served any more.
   *
   * @param serial the SOA's serial, unsigned; 0 of a version that nothing could be answered from
   */
  public record Past(int number, long serial, ZoneSource source, Instant since) {}

  /** The first version of an origin. */
  static ZoneVersion first(ZoneChange.Put put, Instant now) {
    return new ZoneVersion(1, put.zone(), put.answers(), put.source(), now, List.of());
  }

  /** The SOA's serial, unsigned; 0 of a version that nothing can be answered from. */
  public long serial() {
    return answers.serial();
  }

  /** The version that comes of a change. The same answers are the same version. */
  @SuppressWarnings("ReferenceEquality") // What was not compiled anew did not change.
  ZoneVersion after(ZoneChange.Put put, Instant now) {
    if (put.answers() == answers) {
      return new ZoneVersion(number, put.zone(), answers, put.source(), since, past);
    }
    List<Past> next = new ArrayList<>(PAST_KEPT);
    next.add(new Past(number, serial(), source, since));
    past.stream().limit(PAST_KEPT - 1).forEach(next::add);
    return new ZoneVersion(
        number + 1, put.zone(), put.answers(), put.source(), now, List.copyOf(next));
  }
}
