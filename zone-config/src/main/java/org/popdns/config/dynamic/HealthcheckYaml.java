package org.popdns.config.dynamic;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.popdns.config.model.Check;
import org.popdns.config.model.Probe;
import org.popdns.config.model.TlsTrust;
import org.popdns.config.probe.http.HttpProbe;
import org.popdns.config.probe.icmp.IcmpProbe;
import org.popdns.config.probe.tcp.TcpProbe;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.Form;
import org.popdns.config.tree.Node.ScalarNode;
import org.popdns.config.tree.Node.Style;
import org.popdns.config.tree.OtherYaml;
import org.popdns.config.tree.Scalars;
import org.popdns.config.tree.Yaml11;
import org.popdns.name.DomainName;

/**
 * Reads {@code octodns: {healthcheck: …}}, the check of a dynamic record's values, with octoDNS's
 * defaults. When it is probed, and how often, is as for checks that say nothing about it. Two
 * records that ask for the same have the same check, by a name that says what it does. Used by the
 * one thread that loads.
 */
final class HealthcheckYaml {

  private static final String HTTPS = "HTTPS";
  private static final List<String> PROTOCOLS = List.of(HTTPS, "HTTP", "TCP", "ICMP");
  private static final int PORT = 443;
  private static final long LAST_PORT = 65535;
  private static final String PATH = "/_dns";
  private static final String VALUE = "(value)";
  private static final Check.Timing TIMING =
      new Check.Timing(Duration.ofSeconds(2), Duration.ofSeconds(1), 2, 3);

  private final FileProblems problems;
  private final Scalars scalars;

  HealthcheckYaml(FileProblems problems) {
    this.problems = problems;
    this.scalars = new Scalars(problems);
  }

  /**
   * The check; empty if it is refused, and then the problems say why.
   *
   * @param entry the key, if the record has it
   * @param owner the record's name, which is asked for unless another host is given
   */
  Optional<Check> read(Optional<Entry> entry, DomainName owner) {
    if (entry.isEmpty()) {
      return Optional.of(usual(owner));
    }
    return Fields.of(entry.get().value(), "healthcheck", entry.get().key().span(), problems)
        .flatMap(fields -> read(fields, owner));
  }

  /** The check of a record that says nothing of it. */
  static Check usual(DomainName owner) {
    return https(PORT, PATH, Optional.of(host(owner)));
  }

  private Optional<Check> read(Fields fields, DomainName owner) {
    Optional<Node> protocolNode = fields.optional("protocol");
    Optional<String> protocol =
        protocolNode.isEmpty()
            ? Optional.of(HTTPS)
            : scalars.oneOf(protocolNode.get(), "protocol", PROTOCOLS);
    Optional<Node> portNode = fields.optional("port");
    Optional<Integer> port = portNode.isEmpty() ? Optional.of(PORT) : port(portNode.get());
    Optional<Node> pathNode = fields.optional("path");
    Optional<String> path = pathNode.isEmpty() ? Optional.of(PATH) : path(pathNode.get());
    Optional<Node> hostNode = fields.optional("host");
    Optional<Optional<String>> host =
        hostNode.isEmpty() ? Optional.of(Optional.of(host(owner))) : host(hostNode.get());
    fields.refuseUnknown();
    if (protocol.isEmpty() || port.isEmpty() || path.isEmpty() || host.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (protocol.get()) {
          case "TCP" -> check("tcp at port " + port.get(), new TcpProbe(port.get()));
          case "ICMP" -> check("icmp echo", new IcmpProbe());
          case "HTTP" -> http(port.get(), path.get(), host.get());
          default -> https(port.get(), path.get(), host.get());
        });
  }

  /**
   * The keys that say what a check is, where they differ from the defaults.
   *
   * @return their values; empty for nothing in YAML
   */
  static Map<String, Optional<String>> keys(Check check, DomainName owner) {
    Map<String, Optional<String>> keys = new TreeMap<>();
    switch (check.probe()) {
      case HttpProbe http -> {
        if (http.tls().isEmpty()) {
          keys.put("protocol", Optional.of("HTTP"));
        }
        if (!http.path().equals(PATH)) {
          keys.put("path", Optional.of(http.path()));
        }
        if (!http.host().equals(Optional.of(host(owner)))) {
          keys.put("host", http.host());
        }
      }
      case TcpProbe _ -> keys.put("protocol", Optional.of("TCP"));
      case IcmpProbe _ -> keys.put("protocol", Optional.of("ICMP"));
      default -> throw new IllegalArgumentException("no record has such a check: " + check);
    }
    if (check.probe() instanceof Probe.OverTcp probed && probed.port() != PORT) {
      keys.put("port", Optional.of(Integer.toString(probed.port())));
    }
    return keys;
  }

  // Whose certificate the host has is not asked: octoDNS's providers mostly do not, and it may be
  // by its address that it is asked for.
  private static Check https(int port, String path, Optional<String> host) {
    String at = host.orElse(VALUE) + (port == PORT ? "" : ":" + port);
    return get("https://" + at + path, port, path, host, Optional.of(new TlsTrust.Unverified()));
  }

  private static Check http(int port, String path, Optional<String> host) {
    return get(
        "http://" + host.orElse(VALUE) + ":" + port + path, port, path, host, Optional.empty());
  }

  private static Check get(
      String name, int port, String path, Optional<String> host, Optional<TlsTrust> tls) {
    HttpProbe plain = HttpProbe.at(port).withPath(path);
    HttpProbe named = host.map(plain::withHost).orElse(plain);
    return check(name, tls.map(named::withTls).orElse(named));
  }

  private static Check check(String name, Probe probe) {
    return Check.of(name, TIMING, probe);
  }

  /** The name as octoDNS asks for it: in small letters, without the final dot. */
  private static String host(DomainName owner) {
    String name = owner.toString().toLowerCase(Locale.ROOT);
    return name.length() > 1 ? name.substring(0, name.length() - 1) : name;
  }

  // Numbers may stand in quotes, as in octoDNS.
  private Optional<Integer> port(Node node) {
    String expected = "a whole number from 1 to " + LAST_PORT;
    if (node instanceof ScalarNode scalar && scalar.style() == Style.QUOTED) {
      String digits = scalar.text().strip();
      return digits.matches("[1-9][0-9]{0,4}") && Integer.parseInt(digits) <= LAST_PORT
          ? Optional.of(Integer.parseInt(digits))
          : scalars.mismatch(node, "port", expected);
    }
    if (node instanceof ScalarNode scalar && scalar.form() == Form.NUMBER) {
      Optional<String> other = Yaml11.otherNumber(scalar);
      if (other.isPresent()) {
        problems.error(node.span(), OtherYaml.message(scalar, other.get()));
        return Optional.empty();
      }
    }
    return scalars.integer(node, "port", 1, LAST_PORT).map(Long::intValue);
  }

  private Optional<String> path(Node node) {
    String expected = "a request path such as /healthz, without spaces";
    return scalars
        .anyText(node, "path")
        .flatMap(
            text ->
                text.matches("/[\\x21-\\x7e]*")
                    ? Optional.of(text)
                    : scalars.mismatch(node, "path", expected));
  }

  /** The host; empty within for the value itself. */
  private Optional<Optional<String>> host(Node node) {
    if (node instanceof ScalarNode scalar && scalar.form() == Form.NULL) {
      return Optional.of(Optional.empty());
    }
    return scalars
        .text(node, "host")
        .flatMap(
            text ->
                text.matches("[A-Za-z0-9._:\\[\\]-]{1,255}")
                    ? Optional.of(Optional.of(text))
                    : scalars.mismatch(node, "host", "a host name, with or without a port"));
  }
}
