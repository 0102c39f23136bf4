package org.popdns.config.read;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Breaks a text the way that hands and tools break configuration files. */
final class Mutator {

  private static final List<String> WORDS =
      List.of(
          "",
          "x",
          "0",
          "-1",
          "1e400",
          "99999999999999999999",
          "true",
          "null",
          "~",
          "[]",
          "{}",
          "'",
          "\"",
          "|",
          ">",
          "&a",
          "*a",
          "<<: *a",
          "!t",
          "%",
          "@",
          "`",
          "- ",
          ": ",
          "? ",
          ",",
          "\t",
          "\u0000",
          "\uFEFF",
          "\uD83D\uDE00",
          "é",
          "---",
          "...",
          "#",
          "$INCLUDE .",
          "(",
          ")",
          ";",
          "\\",
          "\\300",
          "a..b",
          "192.0.2.1",
          "2001:db8::1",
          "images",
          "example.com.",
          "CNAME");

  private final RandomGenerator random;

  Mutator(RandomGenerator random) {
    this.random = random;
  }

  /** The text with one to three changes. */
  String mutate(String text) {
    String mutant = text;
    for (int i = random.nextInt(3); i >= 0; i--) {
      mutant = once(mutant);
    }
    return mutant;
  }

  private String once(String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    if (lines.isEmpty()) {
      return anyWord();
    }
    int at = random.nextInt(lines.size());
    String line = lines.get(at);
    switch (random.nextInt(10)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(random.nextInt(lines.size() + 1), line);
      case 2 -> lines.set(at, retype(line));
      case 3 -> {
        return text.substring(0, random.nextInt(text.length() + 1));
      }
      case 4 -> lines.set(at, misspell(line));
      case 5 -> lines.set(at, " ".repeat(random.nextInt(9)) + line.stripLeading());
      case 6 -> {
        int other = random.nextInt(lines.size());
        lines.set(at, lines.get(other));
        lines.set(other, line);
      }
      case 7 -> lines.set(at, insert(line));
      case 8 -> lines.set(at, cut(line));
      default -> lines.set(at, line + lines.get(random.nextInt(lines.size())));
    }
    return String.join("\n", lines) + "\n";
  }

  private String anyWord() {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  /** Puts another value in the place of one. */
  private String retype(String line) {
    String[] words = line.split("(?<=[ \\[\\]{},:])|(?=[ \\[\\]{},:])", -1);
    words[random.nextInt(words.length)] = anyWord();
    return String.join("", words);
  }

  private String misspell(String line) {
    if (line.length() < 2) {
      return line + "x";
    }
    int at = random.nextInt(line.length() - 1);
    return line.substring(0, at) + line.charAt(at + 1) + line.charAt(at) + line.substring(at + 2);
  }

  private String insert(String line) {
    int at = random.nextInt(line.length() + 1);
    return line.substring(0, at) + anyWord() + line.substring(at);
  }

  private String cut(String line) {
    int from = random.nextInt(line.length() + 1);
    int to = from + random.nextInt(line.length() - from + 1);
    return line.substring(0, from) + line.substring(to);
  }
}
