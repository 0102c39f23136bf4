package org.popdns.config.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.popdns.name.DomainName;

/** The records of one owner and type (RFC 2181 §5), or the place where those of a plan go. */
public sealed interface RecordSet {

  /** The order of a zone's record sets: canonical order of owner, then by type number. */
  Comparator<RecordSet> CANONICAL_ORDER =
      Comparator.comparing(RecordSet::owner).thenComparingInt(RecordSet::type);

  /** The owner name, in the case it was written. */
  DomainName owner();

  /** The type's number, 1 to 65535. */
  int type();

  /** Time to live in seconds, 0 to 2^31-1 (RFC 2181 §8). */
  long ttlSeconds();

  /** Where the file says so. */
  Position position();

  /** True if the other says the same of the same owner and type, wherever the file says so. */
  default boolean hasSameData(RecordSet other) {
    if (!owner().equals(other.owner())
        || type() != other.type()
        || ttlSeconds() != other.ttlSeconds()) {
      return false;
    }
    return switch (this) {
      case Static mine -> other instanceof Static theirs && sameRdata(mine.rdata(), theirs.rdata());
      case Steered mine ->
          other instanceof Steered theirs
              && mine.plan().equals(theirs.plan())
              && sameRdata(mine.lastResort(), theirs.lastResort());
    };
  }

  private static boolean sameRdata(List<byte[]> a, List<byte[]> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!Arrays.equals(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Records that are the same until the file changes.
   *
   * @param rdata each record's RDATA, names in it uncompressed; at least one; no duplicates. The
   *     arrays are not copied: nobody changes them
   */
  record Static(DomainName owner, int type, long ttlSeconds, List<byte[]> rdata, Position position)
      implements RecordSet {

    /** Copies the list, not the arrays. */
    public Static {
      rdata = List.copyOf(rdata);
    }
  }

  /**
   * Addresses that follow the health of endpoints.
   *
   * @param type A or AAAA
   * @param plan the name of the {@link SteeringPlan} that gives them
   * @param lastResort addresses (RDATA as in {@link Static}) to answer with when no endpoint of the
   *     plan is healthy; empty to answer with all of the pool that is tried first
   */
  record Steered(
      DomainName owner,
      int type,
      long ttlSeconds,
      String plan,
      List<byte[]> lastResort,
      Position position)
      implements RecordSet {

    /** Copies the list, not the arrays. */
    public Steered {
      lastResort = List.copyOf(lastResort);
    }
  }
}
