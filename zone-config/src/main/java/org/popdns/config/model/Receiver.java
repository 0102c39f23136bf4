package org.popdns.config.model;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who is told of alerts, and how. Immutable. */
public sealed interface Receiver {

  /** How long one attempt may take. */
  Duration timeout();

  /** What it is, in a word, as the file calls it. */
  String kind();

  /** True if it forgets alerts that are not told again, and so is told of them all the time. */
  default boolean forgets() {
    return this instanceof Webhook webhook && webhook.format() == Format.ALERTMANAGER;
  }

  /**
   * An HTTP server.
   *
   * @param url where messages are posted; of Alertmanager, what its API's paths follow
   * @param isUrlHidden whether the address itself is a secret
   * @param trust by whose word its certificate is believed, where there is one
   * @param headers that go with each message, some of which are secrets
   */
  record Webhook(
      URI url,
      boolean isUrlHidden,
      Format format,
      TlsTrust trust,
      Map<String, HiddenText> headers,
      Duration timeout)
      implements Receiver {

    /** Copies the map; the copy keeps the order. */
    public Webhook {
      headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** Where it is, as far as it may be shown. */
    public String shownUrl() {
      return isUrlHidden
          ? url.getScheme() + "://" + url.getRawAuthority() + "/..."
          : url.toString();
    }

    @Override
    public String kind() {
      return "webhook";
    }
  }

  /** The form of what is posted. */
  enum Format {
    /** That of this project. */
    POPDNS("popdns"),
    /** That of Alertmanager's API, version 2. */
    ALERTMANAGER("alertmanager"),
    /** A text, as Slack and those that do as it does take it. */
    SLACK("slack");

    private final String label;

    Format(String label) {
      this.label = label;
    }

    /** The name in the file. */
    public String label() {
      return label;
    }

    /** The one of a name; empty if there is none. */
    public static Optional<Format> of(String label) {
      return Arrays.stream(values()).filter(value -> value.label.equals(label)).findFirst();
    }

    /** All names. */
    public static List<String> labels() {
      return Arrays.stream(values()).map(Format::label).toList();
    }
  }

  /**
   * A program, which reads the message on its standard input.
   *
   * @param run the program and its arguments; no shell reads them
   */
  record Command(List<String> run, Duration timeout) implements Receiver {

    /** Copies the list. */
    public Command {
      run = List.copyOf(run);
    }

    @Override
    public String kind() {
      return "command";
    }
  }

  /**
   * A mail server.
   *
   * @param encryption how what is said to it is kept from others
   * @param trust by whose word its certificate is believed
   * @param login empty to send without one
   * @param to at least one address
   */
  record Mail(
      String host,
      int port,
      Encryption encryption,
      TlsTrust trust,
      Optional<Login> login,
      String from,
      List<String> to,
      Duration timeout)
      implements Receiver {

    /** Copies the list. */
    public Mail {
      to = List.copyOf(to);
    }

    @Override
    public String kind() {
      return "mail";
    }
  }

  /** As whom a mail server is spoken to. */
  record Login(String user, HiddenText password) {}

  /** How what is said to a mail server is kept from others. */
  enum Encryption {
    /** From the first byte on. */
    TLS("tls"),
    /** After a greeting, and not at all without. */
    STARTTLS("starttls"),
    /** Not at all. */
    NONE("none");

    private final String label;

    Encryption(String label) {
      this.label = label;
    }

    /** The name in the file. */
    public String label() {
      return label;
    }

    /** The one of a name; empty if there is none. */
    public static Optional<Encryption> of(String label) {
      return Arrays.stream(values()).filter(value -> value.label.equals(label)).findFirst();
    }

    /** All names. */
    public static List<String> labels() {
      return Arrays.stream(values()).map(Encryption::label).toList();
    }
  }
}
