package org.popdns.events;

import java.util.List;
import org.popdns.health.CanaryState;
import org.popdns.health.HealthListener;
import org.popdns.health.HealthSnapshot;
import org.popdns.health.SelfDoubt;
import org.popdns.health.Status;
import org.popdns.health.Transition;

/**
 * Writes what the health checker says into the journal: its verdicts, and each endpoint and canary
 * that changes or that is found down. That one is found up, the log is told alone. On the checker's
 * thread, which waits for nothing here.
 */
public record HealthEvents(Journal journal) implements HealthListener {

  @Override
  public void onTransitions(List<Transition> transitions, HealthSnapshot snapshot) {
    for (Transition transition : transitions) {
      boolean first = transition.before().status() == Status.UNKNOWN;
      Event.EndpointChanged event = Event.EndpointChanged.of(transition);
      if (first && event.to() == Status.UP) {
        journal.mention(event);
      } else {
        journal.add(event);
      }
    }
  }

  @Override
  public void onVerdict(SelfDoubt.Verdict verdict, HealthSnapshot snapshot) {
    journal.add(Event.CheckerJudged.of(verdict));
  }

  @Override
  public void onCanary(CanaryState before, CanaryState after) {
    if (before.status() != Status.UNKNOWN || after.status() == Status.DOWN) {
      journal.add(Event.CanaryChanged.of(after));
    }
  }
}
