package org.popdns.config.zone;

import org.popdns.config.model.RecordCursor;
import org.popdns.config.zone.RecordPlaces.Part;
import org.popdns.name.DomainName;

/** The records of a name and type fit into one message (RFC 1035 §4.2.2: 65535 bytes). */
final class SizeCheck implements RecordSetCheck {

  private static final int MESSAGE_BYTES = 0xffff;
  // The header; type and class of the question; a pointer, type, class, TTL and length per record.
  private static final int HEADER_BYTES = 12;
  private static final int QUESTION_BYTES = 4;
  private static final int RECORD_BYTES = 12;
  // The largest OPT record that answers carry besides: cookie, NSID, subnet, extended error.
  private static final int EDNS_BYTES = 512;

  @Override
  public void check(CheckedZone zone) {
    RecordCursor cursor = zone.cursor();
    long lengthBytes =
        (long) HEADER_BYTES
            + cursor.ownerLength()
            + zone.origin().lengthBytes()
            + QUESTION_BYTES
            + EDNS_BYTES;
    cursor.rewind();
    while (cursor.nextRecord()) {
      lengthBytes += RECORD_BYTES + cursor.rdataLength();
    }
    if (lengthBytes > MESSAGE_BYTES) {
      DomainName owner = zone.name(zone.number());
      zone.mark(Part.RECORD)
          .error(
              "the "
                  + zone.type()
                  + " records of "
                  + owner
                  + " fit no DNS message: "
                  + lengthBytes
                  + " bytes, at most 65535 are allowed");
    }
  }
}
