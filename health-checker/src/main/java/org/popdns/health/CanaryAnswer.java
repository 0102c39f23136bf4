package org.popdns.health;

/** What the canaries say since they were asked. Immutable. */
sealed interface CanaryAnswer {

  /** There are none. */
  record None() implements CanaryAnswer {}

  /** Some have not answered yet, and none has. */
  record Pending() implements CanaryAnswer {}

  /** One has answered: this node's network works. */
  record Answers(String canary) implements CanaryAnswer {}

  /** None has answered; {@code reasons} tells of each. */
  record Silent(String reasons) implements CanaryAnswer {}
}
