package org.popdns.config.read;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.popdns.config.model.HiddenText;
import org.popdns.config.model.Receiver;
import org.popdns.config.model.Receiver.Command;
import org.popdns.config.model.Receiver.Encryption;
import org.popdns.config.model.Receiver.Format;
import org.popdns.config.model.Receiver.Login;
import org.popdns.config.model.Receiver.Mail;
import org.popdns.config.model.Receiver.Webhook;
import org.popdns.config.model.TlsTrust;
import org.popdns.config.probe.TrustYaml;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.config.tree.Node.ScalarNode;
import org.popdns.config.tree.Node.SequenceNode;
import org.popdns.config.tree.Scalars;

/** Reads one of the {@code receivers} in {@code notify}. Used by the one thread that loads. */
final class ReceiverYaml {

  static final List<String> KINDS = List.of("webhook", "command", "mail");

  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(5);

  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");

  /** Those that are ours to write, or that HTTP's own are. */
  private static final Set<String> OWN_HEADERS =
      Set.of(
          "connection",
          "content-length",
          "content-type",
          "expect",
          "host",
          "transfer-encoding",
          "upgrade");

  private static final Pattern SERVER =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)\\]|([A-Za-z0-9._-]+))(?::([0-9]{1,5}))?");
  private static final Pattern MAILBOX = Pattern.compile("[!-?A-~]+@[A-Za-z0-9.:\\[\\]-]+");

  private final FileProblems problems;
  private final Scalars scalars;
  private final HiddenTextYaml hidden;
  private final TrustYaml trust;

  ReceiverYaml(FileProblems problems) {
    this.problems = problems;
    this.scalars = new Scalars(problems);
    this.hidden = new HiddenTextYaml(problems);
    this.trust = new TrustYaml(problems);
  }

  /** The receiver of an entry; empty if it is refused. */
  Optional<Receiver> read(Entry entry) {
    String what = "receiver " + Quoted.of(entry.key().text());
    return Fields.of(entry.value(), what, entry.key().span(), problems)
        .flatMap(fields -> read(fields, what));
  }

  private Optional<Receiver> read(Fields fields, String what) {
    Duration timeout =
        fields
            .optional("timeout")
            .flatMap(node -> scalars.duration(node, "timeout", SHORTEST_TIMEOUT, LONGEST_TIMEOUT))
            .orElse(USUAL_TIMEOUT);
    List<Entry> kinds = new ArrayList<>();
    KINDS.forEach(kind -> fields.entry(kind).ifPresent(kinds::add));
    fields.refuseUnknown();
    if (kinds.size() != 1) {
      problems.error(fields.where(), what + " needs one of " + String.join(", ", KINDS));
      return Optional.empty();
    }
    Entry kind = kinds.getFirst();
    String name = kind.key().text();
    if (name.equals("command")) {
      return command(kind.value(), timeout);
    }
    return Fields.of(kind.value(), name, kind.key().span(), problems)
        .flatMap(of -> name.equals("webhook") ? webhook(of, timeout) : mail(of, timeout));
  }

  private Optional<Receiver> command(Node value, Duration timeout) {
    List<String> run = new ArrayList<>();
    for (Node item : Scalars.oneOrMore(value)) {
      scalars
          .anyText(item, "command")
          .ifPresent(
              text -> {
                if (run.isEmpty() && !text.startsWith("/")) {
                  scalars.mismatch(item, "command", "the program's path from / on, and arguments");
                }
                run.add(text);
              });
    }
    if (value instanceof SequenceNode list && list.items().isEmpty()) {
      return scalars.mismatch(value, "command", "the program's path from / on, and arguments");
    }
    return Optional.of(new Command(run, timeout));
  }

  private Optional<Receiver> webhook(Fields fields, Duration timeout) {
    Optional<Node> urlNode = fields.optional("url");
    Optional<Node> fileNode = fields.optional("url-file");
    Format format =
        fields
            .optional("format")
            .flatMap(node -> scalars.oneOf(node, "format", Format.labels()))
            .flatMap(Format::of)
            .orElse(Format.POPDNS);
    Optional<Node> ca = fields.optional("ca");
    Map<String, HiddenText> headers =
        fields.optional("headers").map(this::headers).orElse(Map.of());
    fields.refuseUnknown();
    if (urlNode.isPresent() == fileNode.isPresent()) {
      problems.error(fields.where(), "webhook needs either 'url' or 'url-file'");
      return Optional.empty();
    }
    Optional<URI> url =
        urlNode
            .flatMap(node -> scalars.text(node, "url").flatMap(text -> url(node, "url", text)))
            .or(
                () ->
                    fileNode.flatMap(
                        node ->
                            hidden
                                .read(node, "url-file")
                                .flatMap(text -> url(node, "url-file", text.reveal()))));
    Optional<TlsTrust> trusted = trust(ca);
    url.filter(to -> to.getScheme().equals("http"))
        .ifPresent(
            plain ->
                ca.ifPresent(
                    node ->
                        problems.error(node.span(), "'ca' is for https, and this is plain http")));
    return url.flatMap(
        to ->
            trusted.map(by -> new Webhook(to, fileNode.isPresent(), format, by, headers, timeout)));
  }

  private Optional<TlsTrust> trust(Optional<Node> ca) {
    return ca.isEmpty()
        ? Optional.of(new TlsTrust.BySystem())
        : ca.flatMap(trust::authorities).map(TlsTrust.class::cast);
  }

  // The text of a file is not shown.
  private Optional<URI> url(Node node, String what, String text) {
    String expected = "an address such as https://alerts.example.com/popdns";
    try {
      URI url = new URI(text);
      String scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
      boolean known = scheme.equals("http") || scheme.equals("https");
      if (known
          && url.getHost() != null
          && url.getRawUserInfo() == null
          && url.getRawFragment() == null
          && url.getPort() <= 0xffff) {
        return Optional.of(new URI(scheme + text.substring(scheme.length())));
      }
    } catch (URISyntaxException e) {
      // As any other that is none.
    }
    problems.error(node.span(), what + " must be " + expected);
    return Optional.empty();
  }

  private Map<String, HiddenText> headers(Node value) {
    Map<String, HiddenText> headers = new LinkedHashMap<>();
    if (!(value instanceof MappingNode mapping)) {
      scalars.mismatch(value, "headers", "a mapping of names to values");
      return headers;
    }
    for (Entry entry : mapping.entries()) {
      String name = entry.key().text();
      if (!HEADER.matcher(name).matches() || OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
        problems.error(entry.key().span(), "no header that may be set: " + Quoted.of(name));
      } else {
        header(entry).ifPresent(text -> headers.put(name, text));
      }
    }
    return headers;
  }

  private Optional<HiddenText> header(Entry entry) {
    if (entry.value() instanceof ScalarNode scalar) {
      return scalars
          .anyText(scalar, "header")
          .flatMap(
              text ->
                  HiddenTextYaml.isPrintable(text)
                      ? Optional.of(new HiddenText(text))
                      : scalars.mismatch(scalar, "header", "printable ASCII"));
    }
    return Fields.of(entry.value(), "header", entry.key().span(), problems)
        .flatMap(
            fields -> {
              Optional<Node> file = fields.required("file");
              fields.refuseUnknown();
              return file.flatMap(node -> hidden.read(node, "file"));
            });
  }

  private Optional<Receiver> mail(Fields fields, Duration timeout) {
    Optional<Node> server = fields.required("server");
    Optional<Encryption> encryption =
        fields
            .optional("encryption")
            .map(
                node ->
                    scalars.oneOf(node, "encryption", Encryption.labels()).flatMap(Encryption::of))
            .orElse(Optional.of(Encryption.STARTTLS));
    Optional<Node> ca = fields.optional("ca");
    Optional<String> user = fields.optional("user").flatMap(node -> scalars.text(node, "user"));
    Optional<Node> passwordFile = fields.optional("password-file");
    Optional<String> from = fields.required("from").flatMap(node -> mailbox(node, "from"));
    List<String> to = new ArrayList<>();
    Optional<Node> toNode = fields.required("to");
    toNode
        .map(Scalars::oneOrMore)
        .orElse(List.of())
        .forEach(item -> mailbox(item, "to").ifPresent(to::add));
    toNode
        .filter(node -> Scalars.oneOrMore(node).isEmpty())
        .ifPresent(node -> problems.error(node.span(), "'to' needs at least one address"));
    fields.refuseUnknown();
    if (user.isPresent() != passwordFile.isPresent()) {
      problems.error(fields.where(), "mail needs both of 'user' and 'password-file', or neither");
      return Optional.empty();
    }
    if (user.isPresent() && encryption.equals(Optional.of(Encryption.NONE))) {
      problems.error(fields.where(), "a password goes over an encrypted connection only");
    }
    Optional<HiddenText> password =
        passwordFile.flatMap(node -> hidden.read(node, "password-file"));
    Optional<Login> login = user.flatMap(name -> password.map(word -> new Login(name, word)));
    Optional<TlsTrust> trusted = trust(ca);
    if (server.isEmpty() || encryption.isEmpty() || from.isEmpty() || trusted.isEmpty()) {
      return Optional.empty();
    }
    return scalars
        .text(server.get(), "server")
        .flatMap(
            text -> {
              Matcher matcher = SERVER.matcher(text);
              int port = port(encryption.get());
              if (matcher.matches() && matcher.group(3) != null) {
                port = Integer.parseInt(matcher.group(3));
              }
              return matcher.matches() && port > 0 && port <= 0xffff
                  ? Optional.of(
                      new Mail(
                          Optional.ofNullable(matcher.group(1)).orElse(matcher.group(2)),
                          port,
                          encryption.get(),
                          trusted.get(),
                          login,
                          from.get(),
                          to,
                          timeout))
                  : scalars.mismatch(
                      server.get(), "server", "a mail server such as mail.example.com:587");
            });
  }

  // RFC 8314 §7.3, RFC 6409 §3.1, RFC 5321 §4.5.4.2.
  private static int port(Encryption encryption) {
    return switch (encryption) {
      case TLS -> 465;
      case STARTTLS -> 587;
      case NONE -> 25;
    };
  }

  private Optional<String> mailbox(Node node, String what) {
    return scalars
        .text(node, what)
        .flatMap(
            text ->
                MAILBOX.matcher(text).matches()
                    ? Optional.of(text)
                    : scalars.mismatch(node, what, "an address such as oncall@example.com"));
  }
}
