package org.popdns.config.zone;

/** The records of a name and type fit into one message (RFC 1035 §4.2.2: 65535 bytes). */
final class SizeCheck implements ZoneCheck {

  private static final int MESSAGE_BYTES = 0xffff;
  // The header; type and class of the question; a pointer, type, class, TTL and length per record.
  private static final int HEADER_BYTES = 12;
  private static final int QUESTION_BYTES = 4;
  private static final int RECORD_BYTES = 12;
  // The largest OPT record that answers carry besides: cookie, NSID, subnet, extended error.
  private static final int EDNS_BYTES = 512;

  @Override
  public void check(DraftNames names) {
    for (DraftRecordSet set : names.zone().recordSets()) {
      long lengthBytes =
          HEADER_BYTES
              + set.owner().lengthBytes()
              + QUESTION_BYTES
              + EDNS_BYTES
              + set.values().stream().mapToLong(value -> RECORD_BYTES + value.rdata().length).sum();
      if (lengthBytes > MESSAGE_BYTES) {
        set.where()
            .error(
                "the "
                    + set.mnemonic()
                    + " records of "
                    + set.owner()
                    + " fit no DNS message: "
                    + lengthBytes
                    + " bytes, at most 65535 are allowed");
      }
    }
  }
}
