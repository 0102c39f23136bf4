package org.popdns.publish;

import org.popdns.config.model.Configuration;
import org.popdns.region.RegionTables;

/** Weighs what a configuration would change for clients. Called before it is taken up. */
public interface ChangeWeigher {

  /**
   * How much it would change.
   *
   * @param moved the share of real queries that would get other addresses, 0 to 1
   * @param isTelling true if enough queries are known to say so
   * @param words the share in words
   * @param queries by how many queries
   */
  record Weighed(double moved, boolean isTelling, String words, int queries) {

    /** The share in percent, rounded up. */
    int percent() {
      return (int) Math.ceil(moved * 100 - 1e-9);
    }
  }

  /**
   * Weighs.
   *
   * @param next what would be served
   * @param regions the tables of its plans
   */
  Weighed weigh(Served served, Configuration next, RegionTables regions);
}
