package org.popdns.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.model.AlertKind;
import org.popdns.config.model.AlertSeverity;
import org.popdns.config.model.EndpointUse;
import org.popdns.config.model.HiddenText;
import org.popdns.config.model.Receiver;
import org.popdns.config.model.Receiver.Encryption;
import org.popdns.config.model.TlsTrust;
import org.popdns.notify.alert.Alert;
import org.popdns.notify.alert.Message;
import org.popdns.notify.alert.Subject;

/** Mail, by a real SMTP server. */
final class MailDeliveryTest {

  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final TlsTrust SYSTEM = new TlsTrust.BySystem();

  @TempDir private Path folder;

  private static Letter letter() {
    Alert alert =
        new Alert(
            new Alert.Key(
                AlertKind.MEMBER_DOWN,
                Subject.member(
                    new EndpointUse("images", "tokyo", "t1"), "192.0.2.21", "check web")),
            AlertSeverity.WARNING,
            "images/tokyo/t1 at 192.0.2.21 (check web) is down: connection refused",
            NOON,
            Optional.empty());
    return new Letter(
        "ns1-7",
        new Message(
            "boss", Message.Cause.NEWS, "all", NOON.plusSeconds(30), List.of(alert), List.of()));
  }

  private static Outcome send(
      SmtpServer server,
      Encryption encryption,
      TlsTrust trust,
      Optional<Receiver.Login> login,
      Duration timeout)
      throws InterruptedException {
    Receiver mail =
        new Receiver.Mail(
            "127.0.0.1",
            server.port(),
            encryption,
            trust,
            login,
            "popdns@example.com",
            List.of("boss@example.com", "oncall@example.com"),
            timeout);
    try (Delivery delivery = Delivery.to(mail, new Sender("ns1", Optional.of("tokyo")))) {
      return delivery.deliver(letter());
    }
  }

  private static Outcome plain(SmtpServer server) throws InterruptedException {
    return send(server, Encryption.NONE, SYSTEM, Optional.empty(), TIMEOUT);
  }

  @Test
  void message_isAMailInWords() throws IOException, InterruptedException {
    try (SmtpServer server = new SmtpServer(Optional.empty())) {
      assertThat(plain(server)).isEqualTo(new Outcome.Delivered());

      assertThat(server.commands())
          .anyMatch(line -> line.startsWith("MAIL FROM:<popdns@example.com>"))
          .anyMatch(line -> line.startsWith("RCPT TO:<boss@example.com>"))
          .anyMatch(line -> line.startsWith("RCPT TO:<oncall@example.com>"));
      assertThat(server.mails().getFirst())
          .contains(
              "From: popdns@example.com\n",
              "To: boss@example.com, oncall@example.com\n",
              "Auto-Submitted: auto-generated\n",
              "X-Popdns-Id: ns1-7\n",
              "\n- warning member-down, since 2026-03-02T12:00:00Z:"
                  + " images/tokyo/t1 at 192.0.2.21 (check web) is down: connection refused\n")
          .containsPattern(
              "Subject: popdns ns1.tokyo: WARNING: member-down images/tokyo/t1 at\\s+192.0.2.21"
                  + " \\(check web\\)\n")
          .containsPattern("Date: Mon, 2 Mar 2026 .*\n");
    }
  }

  @Test
  void serverWithStarttls_isSpokenToInSecret_andLoggedInTo()
      throws IOException, InterruptedException, GeneralSecurityException {
    ServerCertificate certificate = ServerCertificate.of(folder, "ip:127.0.0.1");
    try (SmtpServer server = new SmtpServer(Optional.of(certificate.server()))) {
      Optional<Receiver.Login> login =
          Optional.of(new Receiver.Login("popdns", new HiddenText("secret")));
      assertThat(send(server, Encryption.STARTTLS, certificate.trust(), login, TIMEOUT))
          .isEqualTo(new Outcome.Delivered());

      String said =
          Base64.getEncoder()
              .encodeToString("popdns\0popdns\0secret".getBytes(StandardCharsets.UTF_8));
      assertThat(server.commands()).contains("STARTTLS", "AUTH PLAIN " + said);
      assertThat(server.commands().indexOf("STARTTLS"))
          .isLessThan(server.commands().indexOf("AUTH PLAIN " + said));

      server.says("AUTH", "535 who is this?");
      assertThat(send(server, Encryption.STARTTLS, certificate.trust(), login, TIMEOUT))
          .isEqualTo(new Outcome.Failed("the server refuses the login: 535 who is this?"));
    }
  }

  @Test
  void serverWhoseCertificateNobodyVouchesFor_getsNothing()
      throws IOException, InterruptedException, GeneralSecurityException {
    ServerCertificate other = ServerCertificate.of(folder, "dns:mail.example.com");
    ServerCertificate right = ServerCertificate.of(folder, "ip:127.0.0.1");
    try (SmtpServer server = new SmtpServer(Optional.of(right.server()))) {
      assertThat(send(server, Encryption.STARTTLS, SYSTEM, Optional.empty(), TIMEOUT))
          .isInstanceOf(Outcome.Failed.class);
      assertThat(server.mails()).isEmpty();
    }
    try (SmtpServer server = new SmtpServer(Optional.of(other.server()))) {
      assertThat(send(server, Encryption.STARTTLS, other.trust(), Optional.empty(), TIMEOUT))
          .isInstanceOf(Outcome.Failed.class);
      assertThat(server.mails()).isEmpty();
    }
  }

  @Test
  void serverWithoutStarttls_getsNothing() throws IOException, InterruptedException {
    try (SmtpServer server = new SmtpServer(Optional.empty())) {
      assertThat(send(server, Encryption.STARTTLS, SYSTEM, Optional.empty(), TIMEOUT))
          .isInstanceOfSatisfying(
              Outcome.Failed.class, failed -> assertThat(failed.why()).contains("STARTTLS"));
      assertThat(server.mails()).isEmpty();
    }
  }

  @Test
  void refusalForGood_isARefusal_andOneForNow_aFailure() throws IOException, InterruptedException {
    try (SmtpServer server = new SmtpServer(Optional.empty())) {
      server.says("DATA", "451 try again later");
      assertThat(plain(server))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> assertThat(failed.why()).contains("451 try again later"));
      server.says("DATA", "554 no spam here");
      assertThat(plain(server))
          .isInstanceOfSatisfying(
              Outcome.Refused.class,
              refused -> assertThat(refused.why()).contains("554 no spam here"));
      server.says("RCPT", "550 no such user");
      assertThat(plain(server))
          .isInstanceOfSatisfying(
              Outcome.Refused.class,
              refused -> assertThat(refused.why()).contains("550 no such user"));
      server.says("RCPT", "450 mailbox busy");
      assertThat(plain(server)).isInstanceOf(Outcome.Failed.class);
      assertThat(server.mails()).isEmpty();
    }
  }

  @Test
  void serverThatSaysNothing_isGivenUp() throws IOException, InterruptedException {
    try (SmtpServer server = new SmtpServer(Optional.empty())) {
      server.says("greeting", "silence");
      assertThat(send(server, Encryption.NONE, SYSTEM, Optional.empty(), Duration.ofMillis(500)))
          .isInstanceOf(Outcome.Failed.class);
    }
  }

  @Test
  void serverThatIsNotThere_isAFailure() throws IOException, InterruptedException {
    SmtpServer server = new SmtpServer(Optional.empty());
    server.close();

    assertThat(plain(server)).isInstanceOf(Outcome.Failed.class);
  }
}
