package org.popdns.config.dynamic;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.popdns.config.model.MinimumHealthy;
import org.popdns.config.model.PoolChoice;
import org.popdns.config.model.PoolSettings;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Scalars;

/**
 * Reads what clusters and pools of dynamic records share: {@code minimum-healthy}, {@code choice}
 * and {@code answers}. Used by the one thread that loads.
 */
public record PoolKeys(Scalars scalars) {

  /** The largest weight of a host. */
  public static final int HEAVIEST = 100;

  private static final int MOST_HOSTS = MinimumHealthy.MOST_HOSTS;
  private static final List<String> METHODS =
      Arrays.stream(PoolChoice.Method.values())
          .map(method -> method.name().toLowerCase(Locale.ROOT))
          .toList();
  private static final String ANSWERS = "one, all, or a number of records from 1 to " + MOST_HOSTS;

  /** Reports to {@code problems}. */
  public PoolKeys(FileProblems problems) {
    this(new Scalars(problems));
  }

  /** The settings, as far as the keys are right; what is wrong is reported. */
  public PoolSettings read(Fields fields) {
    return new PoolSettings(
        fields.optional("minimum-healthy").flatMap(this::minimumHealthy),
        fields
            .optional("choice")
            .flatMap(node -> scalars.oneOf(node, "choice", METHODS))
            .map(word -> PoolChoice.Method.valueOf(word.toUpperCase(Locale.ROOT))),
        fields.optional("answers").flatMap(this::answers));
  }

  private Optional<Integer> answers(Node node) {
    return scalars
        .text(node, "answers")
        .flatMap(
            text ->
                switch (text) {
                  case "one" -> Optional.of(1);
                  case "all" -> Optional.of(PoolChoice.ALL);
                  default -> {
                    int number = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
                    yield number < 1 || number > MOST_HOSTS
                        ? scalars.mismatch(node, "answers", ANSWERS)
                        : Optional.of(number);
                  }
                });
  }

  private Optional<MinimumHealthy> minimumHealthy(Node node) {
    return scalars
        .text(node, "minimum-healthy")
        .flatMap(
            text ->
                MinimumHealthy.of(text)
                    .or(() -> scalars.mismatch(node, "minimum-healthy", MinimumHealthy.FORM)));
  }
}
