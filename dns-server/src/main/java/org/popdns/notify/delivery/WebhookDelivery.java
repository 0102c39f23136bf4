package org.popdns.notify.delivery;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.popdns.admin.Json;
import org.popdns.config.model.Receiver.Webhook;
import org.popdns.notify.alert.Message;
import tools.jackson.databind.JsonNode;

/**
 * Posts messages over HTTP (RFC 9110). A redirection is a failure: what is posted, secrets in
 * headers included, goes where the operator said, and nowhere else.
 */
final class WebhookDelivery implements Delivery {

  private static final String ALERTMANAGER_PATH = "api/v2/alerts";
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

  private final Webhook webhook;
  private final Sender sender;
  private @Nullable HttpClient client;

  WebhookDelivery(Webhook webhook, Sender sender) {
    this.webhook = webhook;
    this.sender = sender;
  }

  @Override
  public Outcome deliver(Letter letter) throws InterruptedException {
    for (JsonNode body : bodies(letter)) {
      Outcome outcome = post(body.toString());
      if (!(outcome instanceof Outcome.Delivered)) {
        return outcome;
      }
    }
    return new Outcome.Delivered();
  }

  private List<? extends JsonNode> bodies(Letter letter) {
    Message message = letter.message();
    return switch (webhook.format()) {
      case POPDNS -> List.of(MessageJson.of(letter, sender));
      // A test has no alert, and an empty list arrives as well as any.
      case ALERTMANAGER ->
          message.cause() == Message.Cause.TEST
              ? List.of(Json.MAPPER.createArrayNode())
              : AlertmanagerJson.of(message, sender);
      case SLACK ->
          List.of(
              Json.MAPPER.createObjectNode().put("text", slack(MessageText.of(message, sender))));
    };
  }

  /** The three characters that Slack's texts give a meaning. */
  private static String slack(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private URI url() {
    String url = webhook.url().toString();
    return switch (webhook.format()) {
      case POPDNS, SLACK -> webhook.url();
      case ALERTMANAGER -> URI.create(url + (url.endsWith("/") ? "" : "/") + ALERTMANAGER_PATH);
    };
  }

  private Outcome post(String body) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url())
            .header("Content-Type", "application/json")
            .header("User-Agent", "popdns")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    webhook.headers().forEach((name, value) -> request.setHeader(name, value.reveal()));
    CompletableFuture<HttpResponse<Void>> response =
        client().sendAsync(request.build(), HttpResponse.BodyHandlers.discarding());
    try {
      // The client's own timeout ends with the response's header: a body may go on for ever.
      return outcome(response.get(webhook.timeout().toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      response.cancel(true);
      return new Outcome.Failed("no answer within " + webhook.timeout().toMillis() + " ms");
    } catch (ExecutionException e) {
      return new Outcome.Failed(reason(e.getCause()));
    } catch (InterruptedException e) {
      response.cancel(true);
      throw e;
    }
  }

  private static Outcome outcome(HttpResponse<?> response) {
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return new Outcome.Delivered();
    }
    if (status >= 300 && status < 400) {
      return new Outcome.Failed(
          "status "
              + status
              + ", which leads to "
              + response.headers().firstValue("Location").orElse("nowhere")
              + ": redirections are not followed");
    }
    return switch (status) {
      // The content is what is wrong: RFC 9110 §15.5.1, §15.5.14, §15.5.21.
      case 400, 413, 422 -> new Outcome.Refused("status " + status);
      default -> new Outcome.Failed("status " + status, retryAfter(response));
    };
  }

  /** RFC 9110 §10.2.3: seconds, or a date. */
  private static Optional<Duration> retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .map(String::strip)
        .flatMap(text -> duration(text, response.headers().firstValue("Date")))
        .filter(time -> !time.isNegative())
        .map(time -> time.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : time);
  }

  /** A date counts from the one that the answer itself bears: its clock may not be ours. */
  private static Optional<Duration> duration(String text, Optional<String> answered) {
    if (text.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    return date(text)
        .flatMap(
            until ->
                answered.flatMap(WebhookDelivery::date).map(at -> Duration.between(at, until)));
  }

  private static Optional<ZonedDateTime> date(String text) {
    try {
      return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String reason(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "the host's name leads to no address";
      }
      if (cause instanceof SSLException) {
        return "TLS: " + cause.getMessage();
      }
    }
    return switch (failure) {
      case ConnectException refused ->
          "connect: " + Optional.ofNullable(refused.getMessage()).orElse("refused");
      case ClosedChannelException closed -> "the connection was closed";
      case IOException io -> Optional.ofNullable(io.getMessage()).orElse("the connection broke");
      case null, default -> String.valueOf(failure);
    };
  }

  private HttpClient client() {
    HttpClient made = client;
    if (made == null) {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER);
      TlsContexts.of(webhook.trust()).ifPresent(builder::sslContext);
      made = builder.build();
      client = made;
    }
    return made;
  }

  @Override
  public void close() {
    HttpClient made = client;
    if (made != null) {
      made.shutdownNow();
      client = null;
    }
  }
}
