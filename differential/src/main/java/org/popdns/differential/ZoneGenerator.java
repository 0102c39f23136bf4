package org.popdns.differential;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.popdns.name.DomainName;

/**
 * Makes zones that compose what is hard: wildcards, empty non-terminals, chains and loops of CNAMEs
 * and DNAMEs, delegations with and without glue, deep names. The names come from few labels, so
 * that they meet. The same random numbers make the same zones.
 */
final class ZoneGenerator {

  private static final List<String> LABELS =
      List.of(
          "a",
          "b",
          "c",
          "d",
          "e",
          "*",
          "*",
          "www",
          "ns",
          "foo*",
          "*bar",
          "x-1",
          "_tcp",
          "B",
          "\\195\\169",
          "\\000\\255",
          "d\\.t",
          "sp\\032ace");
  private static final String LONG_LABEL = "l".repeat(63);
  private static final int DEEPEST = 24;

  private final Random random;
  private final DomainName origin;
  private final List<String> names = new ArrayList<>();
  private final Set<String> lines = new LinkedHashSet<>();
  private final Set<String> redirected = new LinkedHashSet<>();
  private final Map<String, Set<String>> types = new HashMap<>();

  private ZoneGenerator(Random random, DomainName origin) {
    this.random = random;
    this.origin = origin;
  }

  /** The lines of a master file that no server has a reason to refuse, but for one or the other. */
  static List<String> lines(Random random, DomainName origin) {
    return new ZoneGenerator(random, origin).make();
  }

  private List<String> make() {
    int minimum = 60 + random.nextInt(600);
    add(
        origin.toString(),
        300,
        "SOA",
        "ns." + origin + " hostmaster.invalid. 7 7200 3600 1209600 " + minimum);
    // One out of the zone, which no other record can make wrong.
    add(origin.toString(), 500, "NS", "ns2.elsewhere.invalid.");
    names.add(origin.toString());
    if (random.nextInt(12) == 0) {
      redirect(origin.toString());
      return List.copyOf(lines);
    }
    if (random.nextBoolean()) {
      add(origin.toString(), 500, "NS", "ns." + origin);
    }
    if (random.nextInt(8) > 0) {
      addresses("ns." + origin);
    }
    int owners = 6 + random.nextInt(30);
    for (int i = 0; i < owners; i++) {
      names.add(below(names.get(random.nextInt(names.size()))));
    }
    if (random.nextInt(4) == 0) {
      names.add(deep());
    }
    for (String name : List.copyOf(names)) {
      records(name);
    }
    List<String> result = new ArrayList<>(lines);
    result.removeIf(this::isRefused);
    Collections.shuffle(result.subList(1, result.size()), random);
    return result;
  }

  /** Knot loads no zone with records below a DNAME, or with a delegation beside one. */
  private boolean isRefused(String line) {
    String[] fields = line.split(" ", -1);
    String owner = fields[0].toLowerCase(Locale.ROOT);
    boolean apex = fields[0].equals(origin.toString());
    if (fields[3].equals("NS") && redirected.contains(owner) && !apex) {
      return true;
    }
    return redirected.stream().anyMatch(dname -> owner.endsWith("." + dname));
  }

  private void records(String name) {
    switch (random.nextInt(18)) {
      case 0, 1, 2 -> add(name, 60, "CNAME", target());
      case 3, 4 -> redirect(name);
      case 5, 6, 16, 17 -> delegate(name);
      case 7 -> {
        add(name, 120, "MX", "10 " + target());
        add(name, 120, "MX", "20 " + target());
      }
      case 8 -> add(name, 130, "SRV", "0 0 443 " + target());
      case 9 -> {
        add(name, 140, "TXT", "\"" + name.length() + "\" \"two words\"");
        // Knot reads bytes above 127 as escapes only.
        String text = random.nextInt(8) == 0 ? "caf\u00e9 \u2013" : "caf\\195\\169";
        add(name, 140, "TXT", "\"" + text + "\" \"\\200\\255\"");
      }
      case 10 -> {
        addresses(name);
        redirect(name);
      }
      case 11 -> add(name, 150, "PTR", target());
      case 12 -> add(name, 160, "TYPE65280", "\\# 3 0a0b0c");
      case 13 -> {
        addresses(name);
        add(name, 140, "TXT", "\"beside\"");
        add(name, 120, "MX", "5 " + name);
      }
      default -> addresses(name);
    }
  }

  private void redirect(String name) {
    String target = target();
    // A name that grows on and on is followed to a different length by each server.
    boolean grows = target.endsWith(name) && random.nextInt(20) > 0;
    add(name, 90, "DNAME", grows ? "elsewhere.invalid." : target);
  }

  private void delegate(String name) {
    // RFC 4592 §4.2 leaves NS at a wildcard undefined, and BIND refuses it.
    if (name.equals(origin.toString()) || (name.startsWith("*.") && random.nextInt(8) > 0)) {
      return;
    }
    for (int i = 0; i <= random.nextInt(3); i++) {
      String server =
          switch (random.nextInt(5)) {
            case 0 -> "ns" + i + ".elsewhere.invalid.";
            case 1 -> target();
            case 2 -> name;
            default -> "ns" + i + "." + name;
          };
      add(name, 70, "NS", server);
      // Now and then without the glue that it needs.
      if (server.endsWith(name) && random.nextInt(5) > 0) {
        addresses(server);
      }
    }
    if (random.nextBoolean()) {
      add(name, 80, "DS", "1 8 2 " + "ab".repeat(32));
    }
    if (random.nextInt(4) == 0) {
      addresses(below(name)); // occluded
    }
  }

  private void addresses(String name) {
    int count = 1 + random.nextInt(3);
    for (int i = 1; i <= count; i++) {
      add(name, 200, "A", "192.0.2." + i);
    }
    if (random.nextBoolean()) {
      add(name, 210, "AAAA", "2001:db8::" + count);
    }
  }

  private String target() {
    return switch (random.nextInt(12)) {
      case 0 -> "www.elsewhere.invalid.";
      case 1 -> below(names.get(random.nextInt(names.size())));
      case 2 -> deep();
      case 3 -> "gone." + origin;
      case 4 -> redirected.isEmpty() ? "gone." + origin : "x." + anyRedirected();
      default -> names.get(random.nextInt(names.size()));
    };
  }

  private String anyRedirected() {
    List<String> all = List.copyOf(redirected);
    return all.get(random.nextInt(all.size()));
  }

  private String below(String parent) {
    String name = LABELS.get(random.nextInt(LABELS.size())) + "." + parent;
    if (random.nextInt(3) == 0) {
      name = LABELS.get(random.nextInt(LABELS.size())) + "." + name; // an empty non-terminal
    }
    return fits(name) ? name : parent;
  }

  private String deep() {
    String name = origin.toString();
    String label = random.nextBoolean() ? LONG_LABEL : "d";
    for (int i = 0; i < DEEPEST && fits(label + "." + name); i++) {
      name = label + "." + name;
    }
    return name;
  }

  private static boolean fits(String name) {
    return name.length() + 1 <= DomainName.MAX_LENGTH_BYTES;
  }

  private void add(String owner, int ttl, String type, String rdata) {
    Set<String> beside =
        types.computeIfAbsent(owner.toLowerCase(Locale.ROOT), _ -> new HashSet<>());
    boolean alone = type.equals("CNAME") ? !beside.isEmpty() : beside.contains("CNAME");
    if (alone || (type.equals("DNAME") && beside.contains("DNAME"))) {
      return; // RFC 1034 §3.6.2, RFC 6672 §2.4: no server loads it.
    }
    beside.add(type);
    if (type.equals("DNAME")) {
      redirected.add(owner.toLowerCase(Locale.ROOT));
    }
    lines.add(owner + " " + ttl + " IN " + type + " " + rdata);
  }
}
