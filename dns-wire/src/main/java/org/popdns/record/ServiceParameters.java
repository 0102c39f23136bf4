package org.popdns.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of SVCB and HTTPS (RFC 9460 §2.1, §2.2, Appendix A): {@code alpn="h2,h3"
 * port=443}, in any order as text, by number on the wire, each once.
 */
final class ServiceParameters extends FieldKind {

  static final ServiceParameters LIST = new ServiceParameters();

  private static final int HEADER_BYTES = 4;

  private ServiceParameters() {
    super(Extent.LIST, "parameters such as alpn=h2,h3 and port=443");
  }

  /** A parameter as it was read. */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  private record Parameter(int number, byte[] value, int word) {}

  @Override
  public Content content() {
    return Content.PARAMETERS;
  }

  @Override
  boolean read(RdataReader in) {
    List<Parameter> parameters = new ArrayList<>();
    while (in.hasNext()) {
      int word = in.nextPlain();
      if (word < 0) {
        return false;
      }
      int start = in.length();
      int number = readOne(in, word);
      if (number < 0) {
        return false;
      }
      for (Parameter other : parameters) {
        if (other.number() == number) {
          return in.failField(word, "has " + ServiceParameter.name(number) + " twice");
        }
      }
      parameters.add(
          new Parameter(number, Arrays.copyOfRange(in.bytes(), start, in.length()), word));
      in.truncate(start);
    }
    parameters.sort(Comparator.comparingInt(Parameter::number));
    int start = in.length();
    for (Parameter parameter : parameters) {
      int bytes = parameter.value().length;
      if (!in.put16(parameter.number())
          || !in.put16(bytes)
          || !in.put(parameter.value(), 0, bytes)) {
        return false;
      }
    }
    RdataCursor wire = new RdataCursor().over(in.bytes(), start, in.length() - start);
    String problem = skip(wire);
    return problem == null || in.failField(wordOf(problem, parameters), problem);
  }

  private static int wordOf(String problem, List<Parameter> parameters) {
    for (Parameter parameter : parameters) {
      String about = "has " + ServiceParameter.name(parameter.number());
      if (problem.startsWith(about + ",") || problem.startsWith(about + " ")) {
        return parameter.word();
      }
    }
    return parameters.getFirst().word();
  }

  /**
   * Puts the value of a parameter.
   *
   * @return its number; -1 if it is none
   */
  private static int readOne(RdataReader in, int word) {
    byte[] text = in.text();
    Words words = in.words();
    int from = words.from(word);
    int to = words.to(word);
    int equals = from;
    while (equals < to && text[equals] != '=') {
      equals++;
    }
    int number = ServiceParameter.number(text, from, equals);
    if (number < 0) {
      in.failField(word, "has an unknown parameter " + in.shown(word));
      return -1;
    }
    int start = in.length();
    boolean hasValue = equals < to;
    boolean put = true;
    if (hasValue) {
      put = value(in, word, equals + 1);
    }
    if (put && !ServiceParameter.isNumbered(text, from, equals)) {
      byte[] value = Arrays.copyOfRange(in.bytes(), start, in.length());
      in.truncate(start);
      put =
          ServiceParameter.read(number, value, in)
              || (in.problem().isEmpty()
                  && in.fail(
                      word,
                      in.mnemonic()
                          + " "
                          + ServiceParameter.name(number)
                          + " must be "
                          + ServiceParameter.expected(number)
                          + ", not "
                          + (hasValue ? in.shown(word) : "without a value")));
    }
    return put ? number : -1;
  }

  /** Puts what stands behind the equals sign, with quotes or without. */
  private static boolean value(RdataReader in, int word, int from) {
    byte[] text = in.text();
    Words words = in.words();
    int to = words.to(word);
    if (to - from >= 2 && text[from] == '"' && text[to - 1] == '"') {
      return in.unescaped(word, from + 1, to - 1);
    }
    boolean quotesFollow =
        from == to && in.hasNext() && words.isQuoted(in.peek()) && words.from(in.peek()) == to + 1;
    return quotesFollow ? in.unescaped(in.next()) : in.unescaped(word, from, to);
  }

  @Override
  @Nullable String skip(RdataCursor wire) {
    int before = -1;
    int mandatoryAt = -1;
    int mandatoryBytes = 0;
    int start = wire.at();
    while (wire.left() > 0) {
      if (wire.left() < HEADER_BYTES) {
        return RdataCursor.CUT_OFF;
      }
      int number = wire.u16();
      int bytes = wire.u16();
      if (wire.left() < bytes) {
        return RdataCursor.CUT_OFF;
      }
      if (number <= before) {
        return "are not in the order of their numbers, or one is there twice";
      }
      if (number == ServiceParameter.MANDATORY) {
        mandatoryAt = wire.at();
        mandatoryBytes = bytes;
      }
      if (!ServiceParameter.isWellFormed(number, wire.bytes(), wire.at(), bytes)) {
        return "has "
            + ServiceParameter.name(number)
            + " that is not "
            + ServiceParameter.expected(number);
      }
      before = number;
      wire.skip(bytes);
    }
    for (int i = 0; i < mandatoryBytes; i += 2) {
      int number =
          (wire.bytes()[mandatoryAt + i] & 0xff) << 8 | (wire.bytes()[mandatoryAt + i + 1] & 0xff);
      if (!isThere(number, wire.bytes(), start, wire.end())) {
        // RFC 9460 §8
        return "has mandatory, which names a parameter that is not there: "
            + ServiceParameter.name(number);
      }
    }
    return null;
  }

  private static boolean isThere(int number, byte[] bytes, int from, int to) {
    RdataCursor wire = new RdataCursor().over(bytes, from, to - from);
    while (wire.left() > 0) {
      if (wire.u16() == number) {
        return true;
      }
      wire.skip(wire.u16());
    }
    return false;
  }

  @Override
  boolean write(RdataCursor wire, StringBuilder text) {
    for (String space = ""; wire.left() > 0; space = " ") {
      text.append(space);
      int number = wire.u16();
      ServiceParameter.write(number, wire, wire.u16(), text);
    }
    return true;
  }
}
