package org.popdns.health.resolve;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.popdns.health.probe.AddressLookup.Answer;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** What a resolver's message says of the addresses of a name (RFC 1034 §5.3.3). Stateless. */
final class AddressAnswer {

  private static final int LONGEST_CHAIN = 16;
  private static final String NO_ADDRESSES = "the name has no addresses";

  private AddressAnswer() {}

  /**
   * The records that CNAMEs lead to from the name; they hold as long as the shortest of all.
   *
   * @param type of the records
   */
  static Answer of(Message message, Name qname, int type) {
    int rcode = message.getRcode();
    if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
      return new Answer.Silence("the resolver says " + Rcode.string(rcode));
    }
    List<Record> answer = message.getSection(Section.ANSWER);
    List<InetAddress> addresses = new ArrayList<>();
    long ttl = Long.MAX_VALUE;
    Name at = qname;
    for (int link = 0; link <= LONGEST_CHAIN && addresses.isEmpty(); link++) {
      Name next = null;
      for (Record record : answer) {
        if (!record.getName().equals(at)) {
          continue;
        }
        if (record.getType() == type) {
          address(record, addresses);
          ttl = Math.min(ttl, record.getTTL());
        } else if (record instanceof CNAMERecord alias) {
          next = alias.getTarget();
          ttl = Math.min(ttl, record.getTTL());
        }
      }
      if (next == null) {
        break;
      }
      at = next;
    }
    if (!addresses.isEmpty()) {
      return new Answer.Found(addresses, ttl);
    }
    return new Answer.Nothing(
        rcode == Rcode.NXDOMAIN
            ? at.equals(qname)
                ? "the name does not exist"
                : "the name leads to " + at + ", which does not exist"
            : NO_ADDRESSES);
  }

  private static void address(Record record, List<InetAddress> addresses) {
    switch (record) {
      case ARecord ipv4 -> addresses.add(ipv4.getAddress());
      case AAAARecord ipv6 -> addresses.add(ipv6.getAddress());
      default -> {}
    }
  }

  /** What two answers for the families come to. */
  static Answer both(Answer ipv4, Answer ipv6) {
    if (ipv4 instanceof Answer.Found(List<InetAddress> four, long ttl)) {
      if (ipv6 instanceof Answer.Found(List<InetAddress> six, long other)) {
        List<InetAddress> all = new ArrayList<>(four);
        all.addAll(six);
        return new Answer.Found(all, Math.min(ttl, other));
      }
      return ipv4;
    }
    if (ipv6 instanceof Answer.Found) {
      return ipv6;
    }
    // That a name does not exist is said of it whole; that it lacks a type, of the type alone.
    for (Answer answer : List.of(ipv4, ipv6)) {
      if (answer instanceof Answer.Nothing(String reason) && !reason.equals(NO_ADDRESSES)) {
        return answer;
      }
    }
    return ipv4 instanceof Answer.Silence ? ipv4 : ipv6;
  }
}
