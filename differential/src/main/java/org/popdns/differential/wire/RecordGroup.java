package org.popdns.differential.wire;

import java.util.List;
import org.popdns.name.DomainName;
import org.popdns.record.RecordTypes;

/**
 * An RRset of a section, without the order of its records.
 *
 * @param owner compared without case
 * @param type its type
 * @param recordClass its class
 * @param records TTL and RDATA of each record, names in it written out in lower case; sorted
 */
public record RecordGroup(DomainName owner, int type, int recordClass, List<String> records) {

  /** Copies the list. */
  public RecordGroup {
    records = records.stream().sorted().toList();
  }

  @Override
  public String toString() {
    String suffix = recordClass == 1 ? "" : " class " + recordClass;
    return owner + " " + RecordTypes.mnemonic(type) + suffix + " " + records;
  }
}
