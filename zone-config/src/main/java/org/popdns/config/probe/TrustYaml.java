package org.popdns.config.probe;

import java.io.ByteArrayInputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.popdns.config.model.TlsTrust;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Mark;
import org.popdns.config.problem.Span;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Scalars;
import org.popdns.config.tree.SourceFile;

/**
 * Reads by whose word a probe over TLS believes a server: {@code ca} and {@code verify}. Used by
 * the one thread that loads.
 */
public final class TrustYaml {
  private static final int LARGEST_AUTHORITIES_BYTES = 4 << 20;

  private final FileProblems problems;
  private final Scalars scalars;

  /** Reports to {@code problems}. */
  public TrustYaml(FileProblems problems) {
    this.problems = problems;
    this.scalars = new Scalars(problems);
  }

  /** What the fields say of it; empty if that is refused. */
  public Optional<TlsTrust> read(Fields fields) {
    Optional<Node> ca = fields.optional("ca");
    Optional<Node> verify = fields.optional("verify");
    boolean verified = verify.flatMap(node -> scalars.flag(node, "verify")).orElse(Boolean.TRUE);
    if (!verified) {
      Span where = verify.orElseThrow().span();
      if (ca.isPresent()) {
        problems.error(where, "'ca' says by what to verify, and 'verify' not to");
      } else {
        problems.warning(where, "whoever answers passes this check: no certificate is verified");
      }
      return Optional.of(new TlsTrust.Unverified());
    }
    return ca.isEmpty()
        ? Optional.of(new TlsTrust.BySystem())
        : ca.flatMap(this::authorities).map(TlsTrust.class::cast);
  }

  /** The authorities of the file that a value names; empty if that is refused. */
  public Optional<TlsTrust.ByFile> authorities(Node node) {
    return scalars
        .text(node, "ca")
        .flatMap(
            text -> {
              try {
                Path file = problems.source().file().resolveSibling(text);
                problems.log().named(file, new Mark(problems, node.span()));
                return SourceFile.bytes(file, LARGEST_AUTHORITIES_BYTES, problems.log())
                    .flatMap(bytes -> authorities(node.span(), file, bytes))
                    .map(authorities -> new TlsTrust.ByFile(text, authorities));
              } catch (InvalidPathException e) {
                return scalars.mismatch(node, "ca", "a path");
              }
            });
  }

  // Told where the file is named, so that no line of it is shown: a key may lie in it too.
  private Optional<List<X509Certificate>> authorities(Span where, Path file, byte[] bytes) {
    List<X509Certificate> authorities = new ArrayList<>();
    try {
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes))) {
        authorities.add((X509Certificate) certificate);
      }
    } catch (CertificateException e) {
      problems.error(
          where, file.getFileName() + ": what stands there cannot be read as certificates");
      return Optional.empty();
    }
    if (authorities.isEmpty()) {
      problems.error(where, file.getFileName() + ": no certificate stands there");
      return Optional.empty();
    }
    return Optional.of(authorities);
  }
}
