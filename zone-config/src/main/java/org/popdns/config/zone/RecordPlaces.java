package org.popdns.config.zone;

import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Span;

/**
 * Finds the places of one file's records. A record keeps no more than its line and column, since
 * there may be millions of which nothing is said: for what there is to say, the file is looked at
 * once more. Used by the one thread that loads.
 */
public interface RecordPlaces {

  /** What of a record a problem is about. */
  enum Part {
    /** The name that has the record. */
    OWNER,
    /** The record as a whole; its type names it best. */
    RECORD,
    /** The name that it leads to. */
    TARGET,
    /** The cluster that gives its addresses. */
    CLUSTER
  }

  /** Where problems of the file go. */
  FileProblems problems();

  /**
   * The place of a part of a record.
   *
   * @param line as {@link ZoneRecords#at} was told
   * @param column as {@link ZoneRecords#at} was told
   * @param number which of the set's records at this line and column, counted from 0
   */
  Span span(int line, int column, Part part, int number);
}
