package org.popdns.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.popdns.explain.ExplainRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code popdns explain}: why an answer is what it is. */
@Command(
    name = "explain",
    description = "Explain an answer: which record, which rule, which addresses, and why.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "With --config the files are explained, with every endpoint taken to be up; without it",
      "the running server. --down asks what would be if endpoints were down, --at what was at a",
      "time in the past; with --config, by the journal in --state.",
      "",
      "Examples:",
      "  popdns explain images.example.com",
      "  popdns explain images.example.com AAAA --down image-0-3",
      "  popdns explain images.example.com --udp 512",
      "  popdns explain images.example.com --at 14:05",
      "  popdns explain www.example.com --client 192.0.2.0/24 --resolver 198.51.100.1",
      "  popdns explain www.example.com A --config popdns.yaml --site japan --down japan"
    })
final class ExplainCommand implements Callable<Integer> {

  @Option(
      names = "--client",
      paramLabel = "ADDRESS[/LENGTH]",
      description = "Who is taken to ask: the network in the query's client subnet option.")
  private Optional<String> client = Optional.empty();

  @Option(
      names = "--resolver",
      paramLabel = "ADDRESS",
      description = "Which address sends the query (default: the client's).")
  private Optional<String> resolver = Optional.empty();

  @Option(
      names = "--udp",
      paramLabel = "BYTES",
      description = "Show what a client gets that takes so many bytes over UDP.")
  private Optional<Integer> udp = Optional.empty();

  @Mixin private QuestionOptions question;
  @Mixin private OutputOption output;
  @Spec private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  ExplainCommand() {}

  @Override
  public Integer call() throws CommandFailedException {
    question.refuseContradictions();
    ExplainRequest request =
        new ExplainRequest(
            question.name(),
            question.type(),
            client,
            resolver,
            udp,
            question.down(),
            question.at());
    question.refuse(request.complaint());
    return switch (question.ask(request.toControlRequest(), request::explainOffline)) {
      case ControlOptions.Outcome.Failed(int exitCode) -> exitCode;
      case ControlOptions.Outcome.Done(JsonNode explanation) -> show(explanation);
    };
  }

  private int show(JsonNode explanation) {
    PrintWriter out = spec.commandLine().getOut();
    switch (output.format()) {
      case JSON -> out.println(explanation.toPrettyString());
      case TEXT -> out.print(ExplanationText.render(explanation));
    }
    out.flush();
    return ExitCode.OK;
  }
}
