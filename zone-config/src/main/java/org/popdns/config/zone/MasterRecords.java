package org.popdns.config.zone;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Mark;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Span;
import org.popdns.config.problem.Spelling;
import org.popdns.config.record.PresentationFormat;
import org.popdns.config.record.RecordType;
import org.popdns.config.record.RecordTypes;
import org.popdns.config.record.SoaRdata;
import org.popdns.config.zone.DraftRecordSet.Value;
import org.popdns.config.zone.DraftZone.Completeness;
import org.popdns.config.zone.MasterScanner.Token;
import org.popdns.name.DomainName;

/**
 * The records of one zone's master files: each is read from its tokens and gathered. Used by the
 * one thread that loads.
 */
final class MasterRecords {

  /** Most records of a zone. */
  static final int MOST_RECORDS = 5_000_000;

  private static final Pattern TTL = Pattern.compile("([0-9]{1,10})([smhdw]?)");
  private static final Pattern TTLS = Pattern.compile("[0-9]{1,10}|(?:[0-9]{1,10}[smhdw])+");

  private static final int LONGEST_TTL_TEXT = 40;

  private final DomainName zone;
  private final DraftRecords records = new DraftRecords();
  private Optional<DraftSoa> soa = Optional.empty();
  private OptionalLong defaultTtl = OptionalLong.empty();
  private OptionalLong lastTtl = OptionalLong.empty();
  private int count;

  MasterRecords(DomainName zone) {
    this.zone = zone;
  }

  boolean isFull() {
    return count > MOST_RECORDS;
  }

  /** Obeys {@code $TTL}. */
  void defaultTtl(Token token, FileProblems problems) {
    defaultTtl = ttl(token.text());
    if (defaultTtl.isEmpty()) {
      problems.error(
          token.span(),
          "$TTL must be seconds, or a time such as 1h30m, up to "
              + RecordYaml.MAX_TTL
              + " seconds, not "
              + Quoted.of(token.text()));
    }
  }

  /** The zone, after all records are read. */
  DraftZone zone(Mark start, Completeness completeness) {
    return new DraftZone(zone, start, soa, records.sets(), completeness);
  }

  /**
   * Reads a record.
   *
   * @param first the line's first token, to point at what concerns the whole
   * @param tokens the TTL and class in either order, the type, the RDATA
   * @param origin for relative names in the RDATA
   */
  void record(
      DomainName owner, Token first, List<Token> tokens, DomainName origin, FileProblems problems) {
    count++;
    int at = 0;
    OptionalLong ttl = OptionalLong.empty();
    boolean classSeen = false;
    while (at < tokens.size()) {
      Token token = tokens.get(at);
      OptionalLong number = ttl.isEmpty() ? ttl(token.text()) : OptionalLong.empty();
      if (number.isPresent()) {
        ttl = number;
      } else if (!classSeen && isClass(token)) {
        classSeen = true;
        if (!token.text().equalsIgnoreCase("IN")) {
          problems.error(token.span(), "the only class is IN, not " + Quoted.of(token.text()));
          return;
        }
      } else {
        break;
      }
      at++;
    }
    if (at == tokens.size()) {
      problems.error(first.span(), "the record lacks a type");
      return;
    }
    if (!owner.isAtOrBelow(zone)) {
      problems.error(first.span(), "name " + owner + " is outside the zone " + zone);
      return;
    }
    Mark ownerWhere = new Mark(problems, first.span());
    List<Token> rdata = tokens.subList(at + 1, tokens.size());
    record(owner, ownerWhere, tokens.get(at), ttl, rdata, origin, problems);
  }

  private void record(
      DomainName owner,
      Mark ownerWhere,
      Token typeToken,
      OptionalLong ttl,
      List<Token> rdataTokens,
      DomainName origin,
      FileProblems problems) {
    Optional<RecordType> type = type(typeToken, problems);
    if (type.isEmpty()) {
      return;
    }
    Optional<byte[]> rdata = rdata(type.get(), typeToken, rdataTokens, origin, problems);
    if (rdata.isEmpty()) {
      return;
    }
    Mark where = new Mark(problems, typeToken.span());
    if (type.get().number() == RecordType.SOA) {
      soa(owner, ttl, SoaRdata.ofBytes(rdata.get()), where);
      return;
    }
    // The name that NS, MX and SRV records lead to is their last word.
    Mark target = rdataTokens.isEmpty() ? where : new Mark(problems, rdataTokens.getLast().span());
    OptionalLong seconds = effectiveTtl(ttl, where);
    if (seconds.isEmpty()) {
      where.error("the record lacks a TTL, and there is no $TTL before it");
      return;
    }
    records.add(
        owner, type.get(), seconds.getAsLong(), new Value(rdata.get(), where, target), ownerWhere);
  }

  // RFC 2308 §4: $TTL. RFC 1035 §5.1: else the last one stated. As others do: else SOA's minimum.
  private OptionalLong effectiveTtl(OptionalLong own, Mark where) {
    if (own.isPresent()) {
      lastTtl = own;
      return own;
    }
    if (defaultTtl.isPresent()) {
      return defaultTtl;
    }
    if (lastTtl.isEmpty() && soa.isPresent()) {
      lastTtl = OptionalLong.of(soa.get().minimum());
      where.warning(
          "no TTL here and no $TTL before: taking the SOA record's minimum, "
              + lastTtl.getAsLong());
    }
    return lastTtl;
  }

  private void soa(DomainName owner, OptionalLong ttl, SoaRdata data, Mark where) {
    if (!owner.equals(zone)) {
      where.error("a SOA record stands at the zone itself only, not at " + owner);
      return;
    }
    if (soa.isPresent()) {
      where.error("a zone has one SOA record, this is the second");
      return;
    }
    ttl.ifPresent(seconds -> lastTtl = ttl);
    long seconds = ttl.orElse(defaultTtl.orElse(data.minimum()));
    soa =
        Optional.of(
            new DraftSoa(
                Optional.of(data.mname()),
                Optional.of(data.rname()),
                Optional.of(data.serial()),
                data.refresh(),
                data.retry(),
                data.expire(),
                data.minimum(),
                seconds,
                where));
  }

  private static Optional<RecordType> type(Token token, FileProblems problems) {
    Optional<RecordType> type = PresentationFormat.type(token.text());
    if (type.isEmpty()) {
      problems.error(
          token.span(),
          "unknown record type " + Quoted.of(token.text()),
          Spelling.nearest(token.text(), RecordTypes.mnemonics()));
      return Optional.empty();
    }
    if (RecordTypes.isMade(type.get().number())) {
      problems.error(token.span(), "a zone file does not hold " + type.get() + " records");
      return Optional.empty();
    }
    return type;
  }

  private static Optional<byte[]> rdata(
      RecordType type,
      Token typeToken,
      List<Token> tokens,
      DomainName origin,
      FileProblems problems) {
    Span span = tokens.isEmpty() ? typeToken.span() : joined(tokens);
    String text = tokens.stream().map(Token::text).collect(Collectors.joining(" "));
    try {
      byte[] rdata = PresentationFormat.rdata(type.number(), text, origin);
      Optional<String> problem = type.problem(rdata);
      problem.ifPresent(found -> problems.error(span, type + " record: " + found));
      return problem.isPresent() ? Optional.empty() : Optional.of(rdata);
    } catch (IOException e) {
      problems.error(span, type + " record: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Span joined(List<Token> tokens) {
    Span first = tokens.getFirst().span();
    Span last = tokens.getLast().span();
    return last.line() == first.line()
        ? new Span(first.line(), first.column(), last.column() + last.length() - first.column())
        : first;
  }

  private static boolean isClass(Token token) {
    return switch (token.text().toUpperCase(Locale.ROOT)) {
      case "IN", "CH", "HS", "CS" -> true;
      default -> token.text().matches("(?i)CLASS[0-9]+");
    };
  }

  /** Seconds, or seconds in BIND's units; empty if the word is neither, or too long a time. */
  static OptionalLong ttl(String word) {
    String text = word.toLowerCase(Locale.ROOT);
    // A long text of repeated units would take the matcher a deep stack.
    if (text.length() > LONGEST_TTL_TEXT || !TTLS.matcher(text).matches()) {
      return OptionalLong.empty();
    }
    Matcher part = TTL.matcher(text);
    long seconds = 0;
    while (part.find()) {
      seconds += Long.parseLong(part.group(1)) * unit(part.group(2));
      if (seconds > RecordYaml.MAX_TTL) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(seconds);
  }

  private static long unit(String letter) {
    return switch (letter) {
      case "m" -> 60;
      case "h" -> 3600;
      case "d" -> 86_400;
      case "w" -> 604_800;
      default -> 1;
    };
  }
}
