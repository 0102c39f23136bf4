package org.popdns.config.probe.http;

import java.util.Optional;
import org.popdns.config.model.Probe;
import org.popdns.config.model.TlsTrust;
import org.popdns.config.probe.ProbeYaml;
import org.popdns.config.probe.TrustYaml;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node.Entry;

/** Reads {@code http} and {@code https}. */
public final class HttpYaml implements ProbeYaml {
  private final String key;

  private HttpYaml(String key) {
    this.key = key;
  }

  /** For the key {@code http}. */
  public static HttpYaml plain() {
    return new HttpYaml(HttpProbe.PLAIN);
  }

  /** For the key {@code https}. */
  public static HttpYaml secure() {
    return new HttpYaml(HttpProbe.SECURE);
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public Class<HttpProbe> kind() {
    return HttpProbe.class;
  }

  @Override
  public Optional<Probe> read(Entry entry, FileProblems problems) {
    return Fields.of(entry.value(), key, entry.key().span(), problems)
        .flatMap(
            fields -> {
              if (key.equals(HttpProbe.PLAIN)) {
                return new HttpKeys(fields, problems).read(Optional.empty());
              }
              Optional<TlsTrust> trust = new TrustYaml(problems).read(fields);
              Optional<Probe> probe = new HttpKeys(fields, problems).read(trust);
              return trust.isPresent() ? probe : Optional.empty();
            });
  }
}
