package org.popdns.config.zone;

import java.util.List;
import java.util.Optional;
import org.popdns.config.problem.Mark;
import org.popdns.name.DomainName;

/**
 * The records of one owner and type as a zone file says them.
 *
 * @param mnemonic the type's name, for messages
 * @param values at least one unless there is a cluster
 * @param cluster the cluster that gives the addresses; the values are then the last resort
 * @param where the record set's place
 * @param ownerWhere the owner's place, for what is wrong with the name
 */
public record DraftRecordSet(
    DomainName owner,
    int type,
    String mnemonic,
    long ttlSeconds,
    List<Value> values,
    Optional<ClusterName> cluster,
    Mark where,
    Mark ownerWhere) {

  /** Most records of a set: more fit no message, even without RDATA (RFC 1035 §4.2.2). */
  static final int MOST_VALUES = 5000;

  /** Copies the list. */
  public DraftRecordSet {
    values = List.copyOf(values);
  }

  /**
   * One record.
   *
   * @param rdata names in it uncompressed; nobody changes it
   * @param where its place
   * @param target the place of the name that it leads to, or of the record if it leads nowhere
   */
  @SuppressWarnings("ArrayRecordComponent") // values are never compared as records
  public record Value(byte[] rdata, Mark where, Mark target) {}

  /** The name of a cluster, which may not exist. */
  public record ClusterName(String name, Mark where) {}
}
