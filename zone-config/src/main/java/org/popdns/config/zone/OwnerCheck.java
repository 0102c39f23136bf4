package org.popdns.config.zone;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.popdns.config.record.RecordType;
import org.popdns.name.DomainName;

/** Owner names that are allowed, but probably not what was meant. */
final class OwnerCheck implements ZoneCheck {

  private static final Pattern HOST_NAME =
      Pattern.compile("(\\*\\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)*", Pattern.CASE_INSENSITIVE);

  @Override
  public void check(DraftNames names) {
    Optional<DomainName> doubled = doubled(names.origin());
    for (List<DraftRecordSet> sets : names.owners()) {
      DraftRecordSet first = sets.getFirst();
      DomainName owner = first.owner();
      String text = owner.toString();
      if (doubled.filter(owner::isAtOrBelow).isPresent()) {
        first
            .ownerWhere()
            .warning("the name is " + owner + ": names are relative to " + names.origin());
      }
      if (text.indexOf('*', 1) >= 0) {
        first
            .ownerWhere()
            .warning(
                "the name is " + owner + ": an asterisk is a wildcard only as the first label");
      }
      if (owner.isWildcard()) {
        wildcard(sets);
      }
      sets.stream()
          .filter(set -> set.type() == RecordType.A || set.type() == RecordType.AAAA)
          .filter(set -> !HOST_NAME.matcher(text).matches())
          .findFirst()
          .ifPresent(
              set ->
                  set.ownerWhere()
                      .warning(
                          owner + " has addresses, but is no host name: letters, digits, hyphens"));
    }
  }

  // RFC 4592 §4.2, §4.4: what these mean at a wildcard is not defined.
  private static void wildcard(List<DraftRecordSet> sets) {
    for (DraftRecordSet set : sets) {
      if (set.type() == RecordType.NS) {
        set.where().error("a wildcard cannot be delegated");
      } else if (set.type() == RecordType.DNAME) {
        set.where().error("a wildcard cannot have a DNAME record");
      }
    }
  }

  /** The origin below itself, as a name that lacks its final dot makes it. */
  private static Optional<DomainName> doubled(DomainName origin) {
    String text = origin.toString();
    return origin.isRoot() || origin.lengthBytes() * 2 > DomainName.MAX_LENGTH_BYTES
        ? Optional.empty()
        : Optional.of(DomainName.parse(text.substring(0, text.length() - 1), origin));
  }
}
