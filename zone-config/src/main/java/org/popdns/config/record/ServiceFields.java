package org.popdns.config.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Spelling;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.Form;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.config.tree.Node.ScalarNode;
import org.popdns.config.tree.Scalars;
import org.popdns.record.ServiceParameter;
import org.popdns.record.TextWords;
import org.popdns.record.Words;

/**
 * The parameters of SVCB and HTTPS records (RFC 9460 §2.1) as octoDNS writes them, a mapping of
 * names to values or lists, as the words that master files have. Used once, by the one thread that
 * loads.
 *
 * @param what the type, for messages
 */
record ServiceFields(String what, FileProblems problems) {

  /** The words; empty if the node is no such mapping, and then that is reported. */
  Optional<Words> words(Node node) {
    Scalars scalars = new Scalars(problems);
    if (!(node instanceof MappingNode mapping)) {
      return scalars.mismatch(node, what + " svcparams", "a mapping");
    }
    List<String> words = new ArrayList<>();
    boolean complete = true;
    for (Entry entry : mapping.entries()) {
      Optional<String> word = word(entry, scalars);
      word.ifPresent(words::add);
      complete &= word.isPresent();
    }
    return complete ? Optional.of(TextWords.plain(words)) : Optional.empty();
  }

  private Optional<String> word(Entry entry, Scalars scalars) {
    String name = entry.key().text();
    int number = ServiceParameter.number(name);
    if (number < 0) {
      problems.error(
          entry.key().span(),
          "unknown parameter " + Quoted.of(name) + " of " + what,
          Spelling.nearest(name, ServiceParameter.names()));
      return Optional.empty();
    }
    if (entry.value() instanceof ScalarNode scalar
        && (scalar.form() == Form.NULL || scalar.text().isEmpty())) {
      return Optional.of(name);
    }
    boolean isNumbered = name.startsWith("key");
    boolean isList = ServiceParameter.isList(number) && !isNumbered;
    List<Node> items = Scalars.oneOrMore(entry.value());
    if (items.isEmpty() || (!isList && items.size() > 1)) {
      return scalars.mismatch(entry.value(), what + " " + name, ServiceParameter.expected(number));
    }
    List<String> texts = new ArrayList<>();
    for (Node item : items) {
      Optional<String> text =
          scalars
              .text(item, what + " " + name)
              // RFC 9460 Appendix A.1: a comma in an item, and what takes its meaning from it.
              .map(given -> isList ? given.replace("\\", "\\\\").replace(",", "\\,") : given);
      if (text.isPresent() && !isNumbered && !ServiceParameter.fits(number, text.get())) {
        text = scalars.mismatch(item, what + " " + name, ServiceParameter.expected(number));
      }
      text.ifPresent(texts::add);
    }
    if (texts.size() < items.size()) {
      return Optional.empty();
    }
    String value = String.join(",", texts);
    // As octoDNS keeps them: a value by its number has the escapes of master files, others none.
    return Optional.of(name + "=" + (isNumbered ? value : value.replace("\\", "\\\\")));
  }
}
