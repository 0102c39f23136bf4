package org.popdns.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.popdns.name.NameReader;

/**
 * Makes RDATA from its presentation format, one record after the other in a buffer that is used
 * over and over; for the common types no object is made. Bytes above 127 in texts and names go
 * through as they are (RFC 1035 §5.1). RDATA of any type may be written as RFC 3597 §5 has it, and
 * is then held against the form of its type. Used by one thread.
 *
 * <p>{@link #read} takes a record's words as master files have them. YAML has fields one by one,
 * and reads them with {@link #begin}, {@link #readField} in the order of the table, and {@link
 * #end}.
 */
public final class RdataReader {

  /** The longest RDATA (RFC 1035 §3.2.1). */
  public static final int LONGEST_RDATA_BYTES = 0xffff;

  /** The longest character string (RFC 1035 §3.3). */
  static final int LONGEST_STRING_BYTES = 255;

  private static final byte[] ROOT = {0};
  private static final int NO_WORD = -1;
  private static final int MANY_FIELDS = 3;
  private static final int LONGEST_SHOWN = 60;

  private final NameReader names = new NameReader();
  private RecordType type = RecordTypes.byNumber(RecordType.A);
  private Field field = type.field(0);
  private Words words = NoWords.NONE;
  private byte[] origin = ROOT;
  private byte[] rdata = new byte[1024];
  private int length;
  private int word;
  private @Nullable String problem;
  // The record's first word; NO_WORD if it is read field by field.
  private int firstWord = NO_WORD;
  private int problemWord;

  /** The RDATA that was read last, from the beginning. Valid until the next is read. */
  public byte[] bytes() {
    return rdata;
  }

  /** Its length in bytes. */
  public int length() {
    return length;
  }

  /** What was wrong, as a sentence for the operator; empty if nothing. */
  public String problem() {
    return problem == null ? "" : problem;
  }

  /**
   * The word that was wrong; their count, if one is missing.
   *
   * @return what means nothing if nothing was wrong
   */
  public int problemWord() {
    return problemWord;
  }

  /**
   * Reads a record's RDATA.
   *
   * @param text the record's words
   * @param first the first one of the RDATA
   * @param relativeTo the origin of relative names, in wire format; empty if names must be absolute
   * @return false if it does not fit the type: then {@link #problem} says why
   */
  public boolean read(RecordType recordType, Words text, int first, byte[] relativeTo) {
    begin(recordType, relativeTo);
    words = text;
    word = first;
    firstWord = first;
    if (first < text.count() && isGenericMark(first)) {
      return generic() && end();
    }
    if (recordType.isOpaque()) {
      return fail(
          first,
          recordType
              + " record must be \\#, the number of bytes, and the bytes in hexadecimal,"
              + " such as \\# 4 c0000201, not "
              + shown(first));
    }
    int fields = recordType.fieldCount();
    for (int i = 0; i < fields; i++) {
      field = recordType.field(i);
      if (!field.kind().read(this)) {
        return false;
      }
    }
    if (word < text.count()) {
      return fail(word, shown(word) + " stands behind the end of the " + recordType + " record");
    }
    return end();
  }

  /**
   * Begins a record that is read field by field.
   *
   * @param relativeTo the origin of relative names, in wire format; empty if names must be absolute
   */
  public void begin(RecordType recordType, byte[] relativeTo) {
    type = recordType;
    origin = relativeTo;
    length = 0;
    problem = null;
    problemWord = 0;
    firstWord = NO_WORD;
  }

  /**
   * Reads the next field.
   *
   * @param text its words, all of them its own
   * @return false if they do not fit: then {@link #problem} says why
   */
  public boolean readField(Field next, Words text) {
    field = next;
    words = text;
    word = 0;
    if (!next.kind().read(this)) {
      return false;
    }
    return word >= text.count() || fail(word, subject() + " has more than one value");
  }

  /**
   * Judges what was read as a whole: what lies beyond a single field.
   *
   * @return false if it does not fit the type: then {@link #problem} says why
   */
  public boolean end() {
    if (!type.hasCheck()) {
      return true;
    }
    Optional<String> found = type.problem(rdata, 0, length);
    return found.isEmpty() || fail(Math.min(word, words.count()) - 1, found.get());
  }

  /**
   * What clients may not take from the RDATA that was read last, although servers load it, as a
   * sentence for the operator; empty if nothing.
   */
  public Optional<String> doubt() {
    return type.doubt(rdata, 0, length);
  }

  // ---- for the kinds of fields: words ----

  Words words() {
    return words;
  }

  byte[] text() {
    return words.bytes();
  }

  /** True if there is a word to take. */
  boolean hasNext() {
    return word < words.count();
  }

  /** Takes a word; -1 if there is none, and then that is the problem. */
  int next() {
    if (word < words.count()) {
      return word++;
    }
    fail(word, subject() + " is missing" + howMany());
    return -1;
  }

  /** Of several fields of a word each, the one left out is often not the last one. */
  private String howMany() {
    int fields = type.fieldCount();
    if (firstWord == NO_WORD || fields < MANY_FIELDS) {
      return "";
    }
    for (int i = 0; i < fields; i++) {
      if (type.field(i).kind().extent() != FieldKind.Extent.ONE) {
        return "";
      }
    }
    return ": %d of %d fields are there".formatted(words.count() - firstWord, fields);
  }

  /** The word that comes next, left where it is. */
  int peek() {
    return word;
  }

  /** Takes a word that is not in quotes; -1 if there is none, and then that is the problem. */
  int nextPlain() {
    int taken = next();
    if (taken >= 0 && words.isQuoted(taken)) {
      mismatch(taken);
      return -1;
    }
    return taken;
  }

  /** Takes a word; -1 if it is in quotes. There is one. */
  int nextPlainOrNone() {
    int taken = word++;
    return words.isQuoted(taken) ? -1 : taken;
  }

  /** True if a word is this one, without regard to case. */
  boolean is(int which, String upperCase) {
    return Ascii.is(words.bytes(), words.from(which), words.to(which), upperCase);
  }

  /** Says that the field is not what it must be. */
  boolean mismatch(int which) {
    return fail(which, subject() + " must be " + field.kind().expected() + ", not " + shown(which));
  }

  /** Says what is wrong with the field. */
  boolean failField(int which, String what) {
    return fail(which, subject() + " " + what);
  }

  boolean fail(int which, String sentence) {
    problem = sentence;
    problemWord = Math.max(0, which);
    return false;
  }

  String mnemonic() {
    return type.mnemonic();
  }

  private String subject() {
    return type.subject(field);
  }

  /** A word in single quotes; bytes that are no visible ASCII as their decimal escapes. */
  String shown(int which) {
    byte[] bytes = words.bytes();
    StringBuilder text = new StringBuilder("'");
    for (int i = words.from(which); i < words.to(which); i++) {
      if (text.length() > LONGEST_SHOWN) {
        text.append('…');
        break;
      }
      int c = bytes[i] & 0xff;
      if (c >= ' ' && c < 0x7f) {
        text.append((char) c);
      } else {
        Escapes.writeInQuotes(c, text);
      }
    }
    return text.append('\'').toString();
  }

  /** A word as ASCII text, for what is read rarely. */
  String ascii(int which) {
    int from = words.from(which);
    return new String(words.bytes(), from, words.to(which) - from, StandardCharsets.ISO_8859_1);
  }

  // ---- for the kinds of fields: bytes ----

  /** Makes room; says if RDATA can't be that long. */
  boolean room(int more) {
    int needed = length + more;
    if (needed > LONGEST_RDATA_BYTES) {
      return fail(word - 1, type + " record is longer than 65535 bytes");
    }
    if (needed > rdata.length) {
      rdata = Arrays.copyOf(rdata, Math.max(needed, rdata.length * 2));
    }
    return true;
  }

  boolean put8(int value) {
    if (!room(1)) {
      return false;
    }
    rdata[length++] = (byte) value;
    return true;
  }

  boolean put16(int value) {
    if (!room(2)) {
      return false;
    }
    rdata[length++] = (byte) (value >>> 8);
    rdata[length++] = (byte) value;
    return true;
  }

  boolean put32(long value) {
    return put16((int) (value >>> 16)) && put16((int) value);
  }

  boolean put(byte[] bytes, int from, int count) {
    if (!room(count)) {
      return false;
    }
    System.arraycopy(bytes, from, rdata, length, count);
    length += count;
    return true;
  }

  /** Takes bytes back. */
  void truncate(int toLength) {
    length = toLength;
  }

  /** Takes a word as a name. */
  boolean name() {
    int taken = nextPlain();
    return taken >= 0 && name(taken);
  }

  private boolean name(int taken) {
    if (!names.read(words.bytes(), words.from(taken), words.to(taken), origin)) {
      return failField(taken, shown(taken) + " " + names.problem());
    }
    if (origin.length == 0 && !names.isAbsolute()) {
      return failField(taken, shown(taken) + " lacks the final dot");
    }
    return put(names.wire(), 0, names.length());
  }

  /** Puts a word's bytes, its escapes undone. */
  boolean unescaped(int which) {
    return unescaped(which, words.from(which), words.to(which));
  }

  /** Puts part of a word, its escapes undone. */
  boolean unescaped(int which, int from, int to) {
    byte[] text = words.bytes();
    if (!words.isEscaped(which)) {
      return put(text, from, to - from);
    }
    if (!room(to - from)) {
      return false;
    }
    int i = from;
    while (i < to) {
      byte c = text[i++];
      if (c == '\\') {
        if (i == to) {
          return failField(which, shown(which) + " has an unfinished escape");
        }
        if (Ascii.isDigit(text[i])) {
          int value = Ascii.threeDigits(text, i, to);
          if (value < 0 || value > 255) {
            return failField(
                which, shown(which) + " has an escape that is not from \\000 to \\255");
          }
          c = (byte) value;
          i += 3;
        } else {
          c = text[i++];
        }
      }
      rdata[length++] = c;
    }
    return true;
  }

  /** Puts a word as a character string (RFC 1035 §3.3). */
  boolean string(int which) {
    int start = length;
    if (!put8(0) || !unescaped(which)) {
      return false;
    }
    int bytes = length - start - 1;
    if (bytes > LONGEST_STRING_BYTES) {
      return failField(which, "has " + bytes + " bytes, at most 255 are allowed");
    }
    rdata[start] = (byte) bytes;
    return true;
  }

  // ---- RFC 3597 ----

  private boolean isGenericMark(int which) {
    int from = words.from(which);
    byte[] text = words.bytes();
    return !words.isQuoted(which)
        && words.to(which) - from == 2
        && text[from] == '\\'
        && text[from + 1] == '#';
  }

  /**
   * RFC 3597 §5: the mark, the length, and so many bytes in hexadecimal, in any number of words.
   */
  private boolean generic() {
    word++;
    if (!hasNext()) {
      return fail(word, type + " record: the number of bytes is missing");
    }
    int taken = word++;
    long said =
        words.isQuoted(taken)
            ? -1
            : Ascii.number(words.bytes(), words.from(taken), words.to(taken), LONGEST_RDATA_BYTES);
    if (said < 0) {
      return fail(
          taken,
          type
              + " record: the number of bytes must be a whole number from 0 to 65535, not "
              + shown(taken));
    }
    int firstHex = word;
    if (!Hexadecimal.joined(this)) {
      return fail(
          Math.min(word, words.count()) - 1,
          type + " record must have its bytes in hexadecimal behind \\#");
    }
    if (length != said) {
      return fail(
          Math.min(firstHex, words.count()),
          type + " record has " + length + " bytes, not " + said + " as it says");
    }
    Optional<String> found = type.problem(rdata, 0, length);
    return found.isEmpty() || fail(taken - 1, found.get());
  }

  /** The words of nothing. */
  private enum NoWords implements Words {
    NONE;

    @Override
    public byte[] bytes() {
      return ROOT;
    }

    @Override
    public int count() {
      return 0;
    }

    @Override
    public int from(int word) {
      return 0;
    }

    @Override
    public int to(int word) {
      return 0;
    }

    @Override
    public boolean isQuoted(int word) {
      return false;
    }

    @Override
    public boolean isEscaped(int word) {
      return false;
    }
  }
}
