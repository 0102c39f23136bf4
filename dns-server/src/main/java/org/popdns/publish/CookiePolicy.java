package org.popdns.publish;

import java.time.InstantSource;
import java.util.stream.Collectors;
import org.popdns.answer.CookieSecrets;
import org.popdns.answer.ServerCookies;
import org.popdns.answer.ServerCookies.Enforcement;
import org.popdns.config.model.CookieSecret;
import org.popdns.config.model.CookieSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the configuration says of cookies, told to the workers. Stateless. */
public final class CookiePolicy {

  private static final Logger log = LoggerFactory.getLogger(CookiePolicy.class);

  private CookiePolicy() {}

  /** The cookies of a start. */
  public static ServerCookies first(CookieSettings settings, InstantSource clock) {
    return new ServerCookies(secrets(settings), enforcement(settings), clock);
  }

  /** Goes on with other settings; where they are the same, a random secret stays. */
  static void change(CookieSettings served, CookieSettings next, ServerCookies cookies) {
    if (served.equals(next)) {
      return;
    }
    cookies.use(secrets(next), enforcement(next));
    log.info(
        "cookies are now {} and made with secret {}",
        next.required() ? "required" : "optional",
        next.secrets().isEmpty()
            ? "of this process alone"
            : next.secrets().stream()
                .map(CookieSecret::fingerprint)
                .collect(Collectors.joining(", accepted with ")));
  }

  private static CookieSecrets secrets(CookieSettings settings) {
    return settings.secrets().isEmpty()
        ? CookieSecrets.random()
        : CookieSecrets.of(settings.secrets().stream().map(CookieSecret::bytes).toList());
  }

  private static Enforcement enforcement(CookieSettings settings) {
    return settings.required() ? Enforcement.REQUIRED : Enforcement.OPTIONAL;
  }
}
