package org.popdns.config.record;

import java.util.Optional;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.tree.Node;
import org.popdns.name.DomainName;

/**
 * A record type that a zone file may hold.
 *
 * @param mnemonic its name, in upper case
 * @param number its number in the registry of IANA
 * @param count how many records of the type an owner may have
 * @param shape how its values are written in YAML
 * @param check what its RDATA must fulfil beyond its form
 */
public record RecordType(
    String mnemonic, int number, Count count, ValueShape shape, RdataCheck check) {

  /** The number of SOA, which zone files write in a way of its own. */
  public static final int SOA = 6;

  /** The number of A. */
  public static final int A = 1;

  /** The number of NS. */
  public static final int NS = 2;

  /** The number of CNAME. */
  public static final int CNAME = 5;

  /** The number of MX. */
  public static final int MX = 15;

  /** The number of AAAA. */
  public static final int AAAA = 28;

  /** The number of SRV. */
  public static final int SRV = 33;

  /** The number of DNAME. */
  public static final int DNAME = 39;

  /** The number of DS. */
  public static final int DS = 43;

  private static final int LONGEST_RDATA_BYTES = 0xffff;

  /** How many records of a type an owner may have. */
  public enum Count {
    /** One. */
    ONE,
    /** Any number. */
    MANY
  }

  /** True for A and AAAA, whose records a cluster can give. */
  public boolean isAddress() {
    return number == A || number == AAAA;
  }

  /**
   * Makes RDATA from one value.
   *
   * @param zone the zone that the record is of, for messages
   * @return empty if the value does not fit, and then that is reported
   */
  public Optional<byte[]> rdata(Node value, DomainName zone, FileProblems problems) {
    return shape
        .read(value, mnemonic, zone, problems)
        .filter(
            rdata -> {
              Optional<String> problem = problem(rdata);
              problem.ifPresent(
                  text -> problems.error(value.span(), mnemonic + " record: " + text));
              return problem.isEmpty();
            });
  }

  /** What is wrong with RDATA of this type; empty if nothing. */
  public Optional<String> problem(byte[] rdata) {
    if (rdata.length > LONGEST_RDATA_BYTES) {
      return Optional.of("RDATA of " + rdata.length + " bytes, at most 65535 are allowed");
    }
    return WireFormat.problem(number, rdata).or(() -> check.problem(rdata));
  }

  @Override
  public String toString() {
    return mnemonic;
  }
}
