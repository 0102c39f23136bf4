package org.popdns.notify.delivery;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.Receiver.Encryption;
import org.popdns.config.model.Receiver.Mail;
import org.popdns.notify.alert.Message;

/**
 * Sends messages by SMTP (RFC 5321), over TLS from the first byte (RFC 8314) or after STARTTLS (RFC
 * 3207), one connection each. What the server refuses for good (RFC 5321 §4.2.1: 5yz) is not tried
 * again, but for logins, which another configuration may put right.
 */
final class MailDelivery implements Delivery {

  private static final int PERMANENT = 500;

  private final Mail mail;
  private final Sender sender;
  private final Session session;

  MailDelivery(Mail mail, Sender sender) {
    this.mail = mail;
    this.sender = sender;
    this.session = Session.getInstance(properties(mail));
  }

  private static Properties properties(Mail mail) {
    Properties properties = new Properties();
    String protocol = protocol(mail);
    String prefix = "mail." + protocol + ".";
    String timeout = Long.toString(mail.timeout().toMillis());
    properties.put("mail.transport.protocol", protocol);
    properties.put(prefix + "connectiontimeout", timeout);
    properties.put(prefix + "timeout", timeout);
    properties.put(prefix + "writetimeout", timeout);
    properties.put(prefix + "ssl.checkserveridentity", "true");
    properties.put(prefix + "starttls.enable", mail.encryption() == Encryption.STARTTLS);
    properties.put(prefix + "starttls.required", mail.encryption() == Encryption.STARTTLS);
    properties.put(prefix + "auth", mail.login().isPresent());
    TlsContexts.of(mail.trust())
        .ifPresent(
            context -> properties.put(prefix + "ssl.socketFactory", context.getSocketFactory()));
    return properties;
  }

  private static String protocol(Mail mail) {
    return mail.encryption() == Encryption.TLS ? "smtps" : "smtp";
  }

  @Override
  public Outcome deliver(Letter letter) throws InterruptedException {
    // The library's timeouts are for each step; this is for all of them.
    AtomicReference<@Nullable Transport> connection = new AtomicReference<>();
    CompletableFuture<Outcome> sent = new CompletableFuture<>();
    Thread worker =
        Thread.startVirtualThread(
            () -> {
              try {
                sent.complete(send(letter, connection));
              } catch (RuntimeException e) {
                sent.completeExceptionally(e);
              }
            });
    try {
      return sent.get(mail.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      worker.interrupt();
      return new Outcome.Failed("not sent within " + mail.timeout().toMillis() + " ms");
    } catch (ExecutionException e) {
      return new Outcome.Failed(String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      worker.interrupt();
      throw e;
    }
  }

  private Outcome send(Letter letter, AtomicReference<@Nullable Transport> connection) {
    try (Transport transport = session.getTransport(protocol(mail))) {
      connection.set(transport);
      transport.connect(
          mail.host(),
          mail.port(),
          mail.login().map(login -> login.user()).orElse(null),
          mail.login().map(login -> login.password().reveal()).orElse(null));
      MimeMessage message = message(letter);
      transport.sendMessage(message, message.getAllRecipients());
      return new Outcome.Delivered();
    } catch (AuthenticationFailedException e) {
      return new Outcome.Failed("the server refuses the login: " + line(e));
    } catch (MessagingException e) {
      return replyCode(e) >= PERMANENT ? new Outcome.Refused(line(e)) : new Outcome.Failed(line(e));
    }
  }

  private MimeMessage message(Letter letter) throws MessagingException {
    Message told = letter.message();
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress(mail.from()));
    for (String to : mail.to()) {
      message.addRecipient(RecipientType.TO, new InternetAddress(to));
    }
    message.setSubject(MessageText.headline(told, sender), StandardCharsets.UTF_8.name());
    message.setSentDate(Date.from(told.at()));
    // RFC 3834 §5: so that no automaton answers.
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setHeader("X-Popdns-Id", letter.id());
    message.setText(MessageText.of(told, sender), StandardCharsets.UTF_8.name());
    return message;
  }

  /** The last reply of the server among the causes; 0 if there is none. */
  private static int replyCode(MessagingException failure) {
    for (Throwable cause = failure; cause != null; cause = next(cause)) {
      switch (cause) {
        case SMTPAddressFailedException address -> {
          return address.getReturnCode();
        }
        case SMTPSenderFailedException from -> {
          return from.getReturnCode();
        }
        case SMTPSendFailedException send when send.getNextException() == null -> {
          return send.getReturnCode();
        }
        default -> {}
      }
    }
    return 0;
  }

  private static @Nullable Throwable next(Throwable failure) {
    return failure instanceof MessagingException mail ? mail.getNextException() : null;
  }

  private static String line(MessagingException failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = next(cause)) {
      String said = Optional.ofNullable(cause.getMessage()).orElse("").strip();
      if (!said.isEmpty()) {
        text.append(text.isEmpty() ? "" : ": ").append(said.lines().findFirst().orElse(""));
      }
    }
    return text.isEmpty() ? failure.getClass().getSimpleName() : text.toString();
  }

  @Override
  public void close() {
    // A connection lasts for one message.
  }
}
