package org.popdns.health.probe.http;

import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whether a body of JSON says what a check wants. Stateless. */
final class JsonJudge {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final int SHOWN = 60;

  private JsonJudge() {}

  /**
   * What is wrong with it; empty if nothing is.
   *
   * @param body as it came
   * @param wanted by pointers (RFC 6901), values as JSON writes them
   */
  static Optional<String> fault(byte[] body, Map<String, String> wanted) {
    JsonNode root;
    try {
      root = MAPPER.readTree(body);
    } catch (JacksonException notJson) {
      return Optional.of("body is no JSON");
    }
    if (root.isMissingNode()) {
      return Optional.of("body is no JSON, it is empty");
    }
    for (Map.Entry<String, String> each : wanted.entrySet()) {
      JsonNode value = root.at(JsonPointer.compile(each.getKey()));
      JsonNode expected = MAPPER.readTree(each.getValue());
      if (value.isMissingNode()) {
        return Optional.of("body lacks " + shown(each.getKey()));
      }
      if (!equal(value, expected)) {
        return Optional.of(
            "body says %s is %s, expected %s"
                .formatted(shown(each.getKey()), shown(value.toString()), each.getValue()));
      }
    }
    return Optional.empty();
  }

  private static String shown(String text) {
    String printable = Excerpt.printable(text.substring(0, Math.min(text.length(), SHOWN)));
    if (printable.isEmpty()) {
      return "the whole of it";
    }
    return text.length() > SHOWN ? printable + "..." : printable;
  }

  /** Of numbers, their values: 1 and 1.0 are one. */
  private static boolean equal(JsonNode value, JsonNode expected) {
    return (value.isNumber() && expected.isNumber())
        ? value.decimalValue().compareTo(expected.decimalValue()) == 0
        : value.equals(expected);
  }
}
