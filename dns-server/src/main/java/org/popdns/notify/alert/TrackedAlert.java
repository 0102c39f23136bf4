package org.popdns.notify.alert;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.popdns.time.Moment;

/** An alert and who has been told what of it. One thread. */
public final class TrackedAlert {

  private Alert alert;
  private Map<String, Telling> tellings = new LinkedHashMap<>();
  private @Nullable Moment unconfirmedSince;

  public TrackedAlert(Alert alert) {
    this.alert = alert;
  }

  /** The alert as it is now. */
  public Alert alert() {
    return alert;
  }

  /** What each route has told of it, by the routes' labels. */
  public Map<String, Telling> tellings() {
    return tellings;
  }

  void becomes(Alert next) {
    alert = next;
  }

  void tellings(Map<String, Telling> next) {
    tellings = next;
  }

  void isToBeConfirmed(Moment now) {
    unconfirmedSince = now;
  }

  void confirm() {
    unconfirmedSince = null;
  }

  /** How long it has been known from before a restart alone. */
  Duration unconfirmedFor(Moment now) {
    Moment since = unconfirmedSince;
    return since == null ? Duration.ZERO : since.age(now.nanos());
  }
}
