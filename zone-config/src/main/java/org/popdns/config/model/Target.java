package org.popdns.config.model;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import org.popdns.name.DomainName;
import org.popdns.record.RdataText;
import org.popdns.record.RecordType;

/** Where an endpoint is, and what an answer has of it: an address, or a name that leads to some. */
public sealed interface Target {

  /** The RDATA by which records of its types have it. */
  byte[] rdata();

  /** True if a record of the type can have it. */
  boolean fits(int type);

  /**
   * The RDATA by which an answer has it.
   *
   * @param type the type asked
   * @return empty if it is no answer to the type
   */
  default Optional<byte[]> rdata(int type) {
    return fits(type) ? Optional.of(rdata()) : Optional.empty();
  }

  /** An address, which A or AAAA records have. */
  record Address(InetAddress address) implements Target {

    @Override
    public byte[] rdata() {
      return address.getAddress();
    }

    @Override
    public boolean fits(int type) {
      return type == type();
    }

    private int type() {
      return address instanceof Inet4Address ? RecordType.A : RecordType.AAAA;
    }

    /** As the operator writes it: {@code 192.0.2.21}, {@code 2001:db8::1}. */
    @Override
    public String toString() {
      return RdataText.of(type(), rdata());
    }
  }

  /**
   * A name, which CNAME and DNAME records have. Where it leads is asked for when it is probed.
   *
   * @param name in small letters
   */
  record Name(DomainName name) implements Target {

    /** Writes the name in small letters. */
    public Name {
      name = DomainName.ofWire(name.toLowerCaseWire());
    }

    @Override
    public byte[] rdata() {
      return name.toWire();
    }

    @Override
    public boolean fits(int type) {
      return type == RecordType.CNAME || type == RecordType.DNAME;
    }

    /** With its final dot. */
    @Override
    public String toString() {
      return name.toString();
    }
  }
}
