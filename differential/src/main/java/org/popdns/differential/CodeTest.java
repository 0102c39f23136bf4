package org.popdns.differential;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.popdns.differential.wire.Response;
import org.popdns.differential.wire.ResponseReader;

/**
 * Tests the comparison with popdns's own code: puts each {@link CodeBug} into it, asks the
 * questions again, and wants a difference from what the references agreed on.
 */
final class CodeTest {

  private CodeTest() {}

  /**
   * What was asked about zones that are served together, odd messages included.
   *
   * @param main the configuration's main file
   */
  record Case(Path main, List<Exchange> exchanges) {}

  /**
   * Runs it and prints what was caught.
   *
   * @param sources the project's root
   * @return true if each bug was caught, and the right code differs nowhere
   */
  static boolean run(List<Case> cases, Path sources, Path folder) throws IOException {
    System.out.printf("%nbugs in the answer code%n%-34s %8s%n", "", "caught");
    int wrong = 0;
    for (Case one : cases) {
      wrong += differences(new AnswerPath(one.main()), one);
    }
    System.out.printf("%-34s %8d%n", "none", wrong);
    int caught = 0;
    for (CodeBug bug : CodeBug.values()) {
      int seen = 0;
      try (PatchedCode code = PatchedCode.of(bug, sources, folder.resolve(bug.name()))) {
        for (Case one : cases) {
          seen += differences(code.answerPath(one.main()), one);
        }
      }
      System.out.printf("%-34s %8d%n", bug, seen);
      caught += seen > 0 ? 1 : 0;
    }
    System.out.printf("%d of %d bugs in the answer code caught%n", caught, CodeBug.values().length);
    return wrong == 0 && caught == CodeBug.values().length;
  }

  private static int differences(UnaryOperator<byte[]> answers, Case one) {
    int differences = 0;
    for (Exchange exchange : one.exchanges()) {
      if (exchange.verdict().isUnanimous() && exchange.verdict().different().isEmpty()) {
        Response response = response(answers, exchange.ask().message());
        differences += exchange.verdict(response).different().isEmpty() ? 0 : 1;
      }
    }
    return differences;
  }

  /** A bug may well end in an exception, which a worker answers with SERVFAIL. */
  private static Response response(UnaryOperator<byte[]> answers, byte[] query) {
    try {
      byte[] bytes = answers.apply(query);
      return bytes.length == 0
          ? Response.none(Response.Outcome.SILENCE)
          : ResponseReader.read(bytes);
    } catch (RuntimeException e) {
      return Response.none(Response.Outcome.MALFORMED);
    }
  }
}
