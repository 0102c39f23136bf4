package org.popdns.config.read;

import java.net.InetAddress;
import java.util.Optional;
import org.popdns.config.model.IpPrefix;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Scalars;
import org.popdns.config.write.AddressFormat;

/**
 * Reads {@code 192.0.2.0/24} and {@code 2001:db8::/48}. A single address needs its length as well:
 * that a route is a whole prefix is too easily forgotten. Used by the one thread that loads.
 */
record Prefixes(Scalars scalars, FileProblems problems) {

  private static final String EXPECTED = "a prefix such as 192.0.2.0/24 or 2001:db8::/48";

  /** The prefix; empty if it does not fit, and then that is reported. */
  Optional<IpPrefix> read(Node node, String what) {
    return scalars.text(node, what).flatMap(text -> parse(node, what, text));
  }

  private Optional<IpPrefix> parse(Node node, String what, String text) {
    int slash = text.indexOf('/');
    Optional<InetAddress> address =
        slash < 0 ? Optional.empty() : Scalars.parseAddress(text.substring(0, slash));
    if (address.isEmpty() || !text.substring(slash + 1).matches("0|[1-9][0-9]{0,2}")) {
      return scalars.mismatch(node, what, EXPECTED);
    }
    byte[] bytes = address.get().getAddress();
    int length = Integer.parseInt(text.substring(slash + 1));
    if (length > bytes.length * Byte.SIZE) {
      problems.error(
          node.span(), "a prefix of this family has at most " + bytes.length * Byte.SIZE + " bits");
      return Optional.empty();
    }
    if (IpPrefix.hasHostBits(bytes, length)) {
      problems.error(
          node.span(),
          "the address has bits beyond the prefix's length; the prefix that holds it is "
              + Quoted.of(AddressFormat.of(IpPrefix.around(bytes, length))));
      return Optional.empty();
    }
    return Optional.of(new IpPrefix(address.get(), length));
  }
}
