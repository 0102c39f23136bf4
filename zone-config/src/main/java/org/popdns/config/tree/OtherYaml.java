package org.popdns.config.tree;

import org.popdns.config.tree.Node.ScalarNode;

/** Says that YAML 1.1, which octoDNS reads, has something else where no quotes are. Stateless. */
public final class OtherYaml {

  private OtherYaml() {}

  /**
   * Why a scalar is refused.
   *
   * @param other what YAML 1.1 makes of it
   */
  public static String message(ScalarNode scalar, String other) {
    String text = scalar.text();
    return other.equals(text)
        ? text + " is no text in YAML: write '" + text + "' in quotes"
        : "%s is %s in YAML 1.1, which octoDNS reads: write %s, or '%s' in quotes"
            .formatted(text, other, other.contains(" ") ? "it otherwise" : other, text);
  }
}
