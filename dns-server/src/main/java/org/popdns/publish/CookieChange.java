package org.popdns.publish;

import java.util.stream.Collectors;
import org.popdns.config.model.CookieSecret;
import org.popdns.config.model.CookieSettings;
import org.popdns.snapshot.CookieRules;
import org.popdns.snapshot.CookieRules.Enforcement;
import org.popdns.snapshot.CookieSecrets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the configuration says of cookies, as workers need it. Stateless. */
final class CookieChange {

  private static final Logger log = LoggerFactory.getLogger(CookieChange.class);

  private CookieChange() {}

  /** The rules of a start. */
  static CookieRules first(CookieSettings settings) {
    return new CookieRules(
        settings.secrets().isEmpty()
            ? CookieSecrets.random()
            : CookieSecrets.of(settings.secrets().stream().map(CookieSecret::bytes).toList()),
        settings.required() ? Enforcement.REQUIRED : Enforcement.OPTIONAL);
  }

  /** The rules of other settings; where they are the same, a random secret stays. */
  static CookieRules rules(CookieSettings served, CookieSettings next, CookieRules rules) {
    if (served.equals(next)) {
      return rules;
    }
    log.info(
        "cookies are now {} and made with secret {}",
        next.required() ? "required" : "optional",
        next.secrets().isEmpty()
            ? "of this process alone"
            : next.secrets().stream()
                .map(CookieSecret::fingerprint)
                .collect(Collectors.joining(", accepted with ")));
    return first(next);
  }
}
