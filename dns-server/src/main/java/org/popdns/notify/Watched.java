package org.popdns.notify;

import org.popdns.config.model.NotifySettings;
import org.popdns.notify.alert.Acknowledged;
import org.popdns.notify.alert.Standing;

/** What the notifier sees of the node. Asked on its thread, which nothing of it must stop. */
public interface Watched {

  /** Who is to be told, by what is served now. */
  NotifySettings settings();

  /** Whether alerts still stand. */
  Standing standing();

  /** What operators know of. */
  Acknowledged acknowledged();
}
