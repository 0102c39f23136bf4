package org.popdns.config.write;

import java.util.ArrayList;
import java.util.List;
import org.popdns.record.ServiceParameter;
import org.popdns.record.TextWords;

/** The parameters of SVCB and HTTPS (RFC 9460 §2.1) as octoDNS has them, a mapping. Stateless. */
final class ServiceValue {

  private ServiceValue() {}

  /**
   * The value.
   *
   * @param text the parameters as master files have them
   */
  static YamlNode of(String text) {
    YamlNode.Mapping parameters = new YamlNode.Mapping();
    TextWords words = TextWords.of(text);
    for (int i = 0; i < words.count(); i++) {
      String word = words.text(i);
      int equals = word.indexOf('=');
      int number = ServiceParameter.number(equals < 0 ? word : word.substring(0, equals));
      String value = word.substring(equals + 1);
      if (equals == word.length() - 1) {
        // What is in quotes is a word of its own.
        value = words.text(++i);
      }
      String name = ServiceParameter.name(number);
      if (equals < 0) {
        parameters.with(name, new YamlNode.Null());
      } else if (word.startsWith("key") || !ServiceParameter.isList(number)) {
        parameters.with(word.startsWith("key") ? "key" + number : name, scalar(number, value));
      } else {
        parameters.with(name, list(value));
      }
    }
    return parameters;
  }

  private static YamlNode scalar(int number, String value) {
    return number == ServiceParameter.PORT ? new YamlNode.Digits(value) : new YamlNode.Text(value);
  }

  // RFC 9460 Appendix A.1: items with commas between them, \, and \\ in them.
  private static YamlNode list(String value) {
    List<YamlNode> items = new ArrayList<>();
    StringBuilder item = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == ',') {
        items.add(new YamlNode.Text(item.toString()));
        item.setLength(0);
      } else {
        item.append(c == '\\' ? value.charAt(++i) : c);
      }
    }
    items.add(new YamlNode.Text(item.toString()));
    return new YamlNode.Sequence(items);
  }
}
