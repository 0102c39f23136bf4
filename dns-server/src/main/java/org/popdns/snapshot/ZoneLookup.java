package org.popdns.snapshot;

import org.jspecify.annotations.Nullable;
import org.popdns.record.RecordType;
import org.popdns.wire.Query;

/**
 * Finds the compiled answer for a query: the algorithm of RFC 1034 §4.3.2 over the names of a zone,
 * with the closest encloser and its wildcard of RFC 4592 §3.3.1. One instance per worker, which
 * keeps the last result; it allocates nothing.
 */
public final class ZoneLookup {

  private @Nullable CompiledZone zone;
  private long answer;
  private int redirectedLabels;

  /**
   * Looks a query up.
   *
   * @return true if one of the zones holds the name; {@link #zone()} and {@link #answer()} then say
   *     what to answer
   */
  public boolean find(ZoneTable zones, Query query) {
    CompiledZone closest = zones.closest(query, 0);
    if (closest == null) {
      zone = null;
      return false;
    }
    if (query.type() == RecordType.DS && closest.labelCount() == query.labelCount()) {
      // RFC 4035 §3.1.4.1: DS belongs to the parent's side of a cut.
      CompiledZone parent = zones.closest(query, 1);
      if (parent != null) {
        closest = parent;
      }
    }
    find(closest, query);
    return true;
  }

  /** Looks a query up in a zone; its name is at or below the apex. */
  public void find(CompiledZone within, Query query) {
    if (zone != within) {
      zone = within;
    }
    redirectedLabels = 0;
    answer = answer(within, query);
  }

  private long answer(CompiledZone zone, Query query) {
    long node = zone.node(query, 0);
    if (node != CompiledZone.NONE) {
      return atName(zone, node, query);
    }
    int apex = query.labelCount() - zone.labelCount();
    for (int skip = 1; skip <= apex; skip++) {
      node = zone.node(query, skip);
      if (node != CompiledZone.NONE) {
        return belowEncloser(zone, node, skip, query);
      }
    }
    return zone.nxDomain();
  }

  private static long atName(CompiledZone zone, long node, Query query) {
    if (zone.isCut(node)) {
      return query.type() == RecordType.DS
          ? zone.answer(node, RecordType.DS)
          : zone.otherAnswer(node);
    }
    return query.type() == RecordType.ANY ? zone.anyAnswer(node) : zone.answer(node, query.type());
  }

  private long belowEncloser(CompiledZone zone, long encloser, int labels, Query query) {
    if (zone.isCut(encloser)) {
      return zone.otherAnswer(encloser);
    }
    if (zone.redirect(encloser) != CompiledZone.NONE) {
      redirectedLabels = labels;
      return zone.redirect(encloser);
    }
    long wildcard = zone.wildcard(encloser);
    return wildcard == CompiledZone.NONE ? zone.nxDomain() : atName(zone, wildcard, query);
  }

  /**
   * The zone that answers.
   *
   * @throws IllegalStateException if the last look-up found none
   */
  public CompiledZone zone() {
    CompiledZone found = zone;
    if (found == null) {
      throw new IllegalStateException("no zone was found");
    }
    return found;
  }

  /** True if the name is below a DNAME record, which is then the answer (RFC 6672 §3.2). */
  public boolean isRedirected() {
    return redirectedLabels > 0;
  }

  /** How many labels of the name stand before the DNAME record's owner. */
  public int redirectedLabels() {
    return redirectedLabels;
  }

  /** Offset of the answer in the zone's memory. */
  public long answer() {
    return answer;
  }
}
