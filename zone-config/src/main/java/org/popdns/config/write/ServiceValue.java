package org.popdns.config.write;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.popdns.record.ServiceParameter;
import org.popdns.record.TextWords;

/**
 * The parameters of SVCB and HTTPS (RFC 9460 §2.1) as octoDNS has them, a mapping. Immutable.
 *
 * @param dialect octoDNS has no dohpath and those after it, and raises an error at each ech: these
 *     go by their numbers
 */
record ServiceValue(OctodnsWriter.Dialect dialect) {

  private static final int ECH = ServiceParameter.number("ech");
  private static final int FIRST_UNKNOWN = ServiceParameter.number("dohpath");

  /**
   * The value.
   *
   * @param text the parameters as master files have them
   */
  YamlNode of(String text) {
    YamlNode.Mapping parameters = new YamlNode.Mapping();
    TextWords words = TextWords.of(text);
    for (int i = 0; i < words.count(); i++) {
      String word = words.text(i);
      int equals = word.indexOf('=');
      int number = ServiceParameter.number(equals < 0 ? word : word.substring(0, equals));
      String value = word.substring(equals + 1);
      String escaped = value;
      if (equals == word.length() - 1) {
        // What is in quotes is a word of its own.
        value = words.text(++i);
        escaped = OctodnsValue.withEscapes(words, i);
      }
      if (equals < 0) {
        parameters.with(name(number), new YamlNode.Null());
      } else if (word.startsWith("key")) {
        parameters.with("key" + number, escaped);
      } else if (number == ECH && dialect == OctodnsWriter.Dialect.OCTODNS) {
        parameters.with(name(number), bytes(Base64.getDecoder().decode(value)));
      } else if (ServiceParameter.isList(number)) {
        parameters.with(name(number), list(number, value));
      } else {
        parameters.with(name(number), scalar(number, value));
      }
    }
    return parameters;
  }

  private String name(int number) {
    boolean byNumber =
        dialect == OctodnsWriter.Dialect.OCTODNS && (number == ECH || number >= FIRST_UNKNOWN);
    return byNumber ? "key" + number : ServiceParameter.name(number);
  }

  private static String bytes(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      text.append("\\%03d".formatted(b & 0xff));
    }
    return text.toString();
  }

  private static YamlNode scalar(int number, String value) {
    return number == ServiceParameter.PORT ? new YamlNode.Digits(value) : new YamlNode.Text(value);
  }

  // RFC 9460 Appendix A.1: items with commas between them, \, and \\ in them.
  private YamlNode list(int number, String value) {
    List<YamlNode> items = new ArrayList<>();
    StringBuilder item = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == ',') {
        items.add(item(number, item.toString()));
        item.setLength(0);
      } else {
        item.append(c == '\\' ? value.charAt(++i) : c);
      }
    }
    items.add(item(number, item.toString()));
    return new YamlNode.Sequence(items);
  }

  private YamlNode item(int number, String item) {
    // mandatory, which is the parameter 0, lists others by their names.
    return new YamlNode.Text(number == 0 ? name(ServiceParameter.number(item)) : item);
  }
}
