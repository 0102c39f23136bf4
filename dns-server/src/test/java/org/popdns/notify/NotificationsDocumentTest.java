package org.popdns.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.popdns.admin.Json;
import org.popdns.config.model.AlertKind;
import org.popdns.config.model.EndpointUse;
import org.popdns.notify.alert.Alert;
import org.popdns.notify.alert.Message;
import org.popdns.notify.alert.Subject;
import org.popdns.notify.delivery.Letter;
import org.popdns.notify.delivery.MessageJson;
import org.popdns.notify.delivery.Sender;

/** {@code docs/notifications.md} and the schema of messages say what the code does. */
final class NotificationsDocumentTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "notifications.md");
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  @Test
  void table_hasEveryKindOfAlert() throws IOException {
    String table =
        Arrays.stream(AlertKind.values())
            .map(
                kind ->
                    "| `%s` | %s | %s |\n"
                        .formatted(kind.label(), kind.usual().label(), kind.meaning()))
            .collect(Collectors.joining());

    assertThat(Files.readString(DOCUMENT))
        .contains(
            "<!-- kinds -->\n| kind | severity | |\n|---|---|---|\n" + table + "<!-- end -->");
  }

  private static Schema schema() throws IOException {
    String resource = "/org/popdns/notify/notification.schema.json";
    try (InputStream in = NotificationsDocumentTest.class.getResourceAsStream(resource)) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Objects.requireNonNull(in, resource), InputFormat.JSON);
    }
  }

  private static Alert alert(AlertKind kind) {
    Subject subject =
        kind == AlertKind.MEMBER_DOWN
            ? Subject.member(new EndpointUse("images", "tokyo", "t1"), "192.0.2.21", "check web")
            : Subject.NODE;
    return new Alert(
        new Alert.Key(kind, subject),
        kind.usual(),
        "images/tokyo/t1 at 192.0.2.21 (check web) is down: connection refused",
        NOON,
        Optional.empty());
  }

  private static Letter letter(List<Alert> firing, List<Alert> ended) {
    return new Letter(
        "ns1.tokyo-1772452800000-1",
        new Message("oncall", Message.Cause.NEWS, "all", NOON.plusSeconds(30), firing, ended));
  }

  @Test
  void message_ofEveryKind_fitsTheSchema() throws IOException {
    Schema schema = schema();
    Sender sender = new Sender("ns1", Optional.empty());
    for (AlertKind kind : AlertKind.values()) {
      Alert ended =
          new Alert(
              new Alert.Key(kind, Subject.rule("www.example.com. A", 2)),
              kind.usual(),
              "it was so",
              NOON,
              Optional.of(new Alert.End(NOON.plusSeconds(5), "it is over")));
      assertThat(
              schema.validate(MessageJson.of(letter(List.of(alert(kind)), List.of(ended)), sender)))
          .as(kind.label())
          .isEmpty();
    }
    assertThat(schema.validate(Json.MAPPER.readTree("{\"version\": 1}"))).isNotEmpty();
  }

  @Test
  void documentedMessage_isWhatIsSent() throws IOException {
    Matcher sample =
        Pattern.compile("```json\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(DOCUMENT));
    assertThat(sample.find()).isTrue();

    assertThat(Json.MAPPER.readTree(sample.group(1)))
        .isEqualTo(
            Json.MAPPER.readTree(
                MessageJson.of(
                        letter(List.of(alert(AlertKind.MEMBER_DOWN)), List.of()),
                        new Sender("ns1", Optional.of("tokyo")))
                    .toString()));
  }
}
