package org.popdns.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.popdns.config.problem.Problem;
import org.popdns.control.Nameserver;
import org.popdns.publish.ConfigurationSource;
import org.popdns.publish.FirstConfiguration;
import org.popdns.publish.Removals;
import org.popdns.state.store.ConfigurationStore;
import org.popdns.time.Clocks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code popdns serve}: answers queries in the foreground until it is told to stop. */
@Command(
    name = "serve",
    description = "Answer queries in the foreground; logs go to standard error.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "TERM, INT and 'popdns stop' end it; a second signal ends it at once. HUP and",
      "'popdns reload' read the files again. Each accepted configuration is stored, and if",
      "the files are broken at the start, the last stored one is served; if none is, a broken",
      "zone answers SERVFAIL and the others are served.",
      "",
      "Example:",
      "  popdns serve --config /etc/popdns/popdns.yaml --site san-jose"
    })
final class ServeCommand implements Callable<Integer> {

  @Mixin private ConfigurationOptions configuration;

  @Mixin private StateOption state;

  @Option(
      names = "--stored",
      paramLabel = "NUMBER",
      description = {
        "Serve the stored configuration of this number in place of the files;",
        "'popdns stored' lists them, a reload takes the files again."
      })
  private Optional<Long> stored = Optional.empty();

  @Option(
      names = "--allow-removal",
      description = {
        "Serve the files even if they remove more of what is stored than a reload may;",
        "otherwise what is stored is served."
      })
  private boolean allowRemoval;

  @Option(
      names = "--reload-on-change",
      description = "Reload when the files have changed and stood still for a second.")
  private boolean reloadOnChange;

  @Option(
      names = "--drain-time",
      paramLabel = "DURATION",
      converter = DurationOption.class,
      defaultValue = "5s",
      description = {
        "How long traffic is sent elsewhere before the server stops, where routes are announced;",
        "0s to stop at once (default: ${DEFAULT-VALUE})."
      })
  private Duration drainTime;

  @Spec private CommandSpec spec;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  ServeCommand() {}

  @Override
  public Integer call() throws CommandFailedException {
    // Both signals may come before the server is there; unhandled they would end the process.
    HangUps hangUps = new HangUps();
    AtomicReference<Runnable> onStop = new AtomicReference<>(Thread.currentThread()::interrupt);
    // The first configuration is not held here: another may be served before long.
    try (Nameserver server = start(hangUps, onStop)) {
      if (server == null) {
        return ExitCode.FAILED;
      }
      onStop.set(server::requestStop);
      server.announceReady();
      hangUps.ready(server::requestReload);
      server.awaitStopRequest();
      server.leave(drainTime);
      return ExitCode.OK;
    } catch (InterruptedException e) {
      return ExitCode.OK; // Told to stop before it had started.
    } catch (IOException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()));
    }
  }

  /** A server that answers, or null if there is nothing to serve, and then that is printed. */
  private @Nullable Nameserver start(HangUps hangUps, AtomicReference<Runnable> onStop)
      throws IOException, InterruptedException, CommandFailedException {
    ConfigurationStore store = new ConfigurationStore(state.folder(), configuration.file);
    ConfigurationSource source = configuration.source(store.files());
    return switch (stored.isPresent()
        ? FirstConfiguration.stored(source, store, stored.get())
        : FirstConfiguration.choose(
            source, Optional.of(store), allowRemoval ? Removals.ALLOWED : Removals.LIMITED)) {
      case FirstConfiguration.Choice.Nothing(List<Problem> problems, Optional<String> reason) -> {
        ProblemReport.print(spec.commandLine().getErr(), problems);
        reason.ifPresent(
            why ->
                Popdns.complain(
                    spec.commandLine().getErr(),
                    (stored.isPresent() ? "" : "nothing else to serve: ") + why));
        yield null;
      }
      case FirstConfiguration.Choice.Chosen(FirstConfiguration first, List<Problem> problems) -> {
        ProblemReport.print(spec.commandLine().getErr(), problems);
        Signals.onHangUp(hangUps::hangUp);
        Signals.onStop(() -> onStop.get().run());
        Nameserver.ReloadTrigger trigger =
            reloadOnChange
                ? Nameserver.ReloadTrigger.ON_FILE_CHANGE
                : Nameserver.ReloadTrigger.ON_REQUEST;
        yield Nameserver.start(first, trigger, Map.of(), Clocks.system());
      }
    };
  }
}
