package org.popdns.differential;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.popdns.config.model.Zone;
import org.popdns.differential.server.Bind;
import org.popdns.differential.server.Knot;
import org.popdns.differential.server.Nsd;
import org.popdns.differential.server.Popdns;
import org.popdns.differential.server.RunningServer;
import org.popdns.differential.server.Software;
import org.popdns.differential.wire.Ask;
import org.popdns.differential.wire.Response;
import org.popdns.name.DomainName;

/** The four servers with the same zones. Closing it ends them. */
final class Batch implements AutoCloseable {

  /** The references first, popdns last. */
  static final List<Software> SOFTWARE = List.of(new Nsd(), new Knot(), new Bind(), new Popdns());

  private final List<RunningServer> servers = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(SOFTWARE.size());
  private final List<DomainName> origins;

  private final List<Set<DomainName>> loaded = new ArrayList<>();

  private Batch(List<DomainName> origins) {
    this.origins = List.copyOf(origins);
  }

  /**
   * Starts the servers.
   *
   * @param folder for all that they write
   * @param files where the zones are that a server is given
   * @param origins what the references are given
   * @param right what popdns is given: it reads them without an error
   */
  static Batch start(
      Path folder, Function<Software, Path> files, List<DomainName> origins, List<Zone> right)
      throws IOException {
    Batch batch = new Batch(origins);
    List<DomainName> popdns = right.stream().map(Zone::origin).toList();
    try {
      for (Software software : SOFTWARE) {
        List<DomainName> given = software instanceof Popdns ? popdns : batch.origins;
        batch.servers.add(
            RunningServer.start(
                software, folder.resolve(software.name()), files.apply(software), given));
      }
      return batch;
    } catch (IOException e) {
      batch.close();
      throw e;
    }
  }

  /** Waits until each server answers for what it loads; prints how much it refuses. */
  void awaitZones() throws IOException, InterruptedException {
    loaded.addAll(each(RunningServer::awaitZones));
    for (int i = 0; i < loaded.size(); i++) {
      if (loaded.get(i).size() < origins.size()) {
        int missing = origins.size() - loaded.get(i).size();
        System.out.printf(
            "%s refuses %d of %d zones%n",
            servers.get(i).software().name(), missing, origins.size());
      }
    }
  }

  /** The zones that all references answer for. */
  Set<DomainName> commonToReferences() {
    Set<DomainName> common = new TreeSet<>(origins);
    loaded.subList(0, loaded.size() - 1).forEach(common::retainAll);
    return common;
  }

  /** Which references answer for a zone, in their order. */
  List<String> loadedBy(DomainName origin) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < loaded.size() - 1; i++) {
      if (loaded.get(i).contains(origin)) {
        names.add(servers.get(i).software().name());
      }
    }
    return names;
  }

  /** The zones that popdns answers for. */
  Set<DomainName> ofPopdns() {
    return loaded.getLast();
  }

  /** Puts the same questions to all, over UDP. */
  List<Exchange> ask(ZoneFacts zone, List<Ask> asks) throws IOException, InterruptedException {
    return exchanges(zone, asks, each(server -> server.ask(asks)));
  }

  /** The same over TCP. */
  List<Exchange> askOverTcp(ZoneFacts zone, List<Ask> asks)
      throws IOException, InterruptedException {
    return exchanges(zone, asks, each(server -> server.askOverTcp(asks)));
  }

  private static List<Exchange> exchanges(
      ZoneFacts zone, List<Ask> asks, List<List<Response>> responses) {
    List<Exchange> exchanges = new ArrayList<>();
    for (int i = 0; i < asks.size(); i++) {
      List<Response> references = new ArrayList<>();
      for (List<Response> one : responses.subList(0, responses.size() - 1)) {
        references.add(one.get(i));
      }
      exchanges.add(new Exchange(zone, asks.get(i), references, responses.getLast().get(i)));
    }
    return exchanges;
  }

  /** What is done with each server. */
  @FunctionalInterface
  private interface Step<T> {
    T of(RunningServer server) throws IOException, InterruptedException;
  }

  private <T> List<T> each(Step<T> step) throws IOException, InterruptedException {
    List<Callable<T>> tasks = new ArrayList<>();
    for (RunningServer server : servers) {
      tasks.add(() -> step.of(server));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> future : threads.invokeAll(tasks)) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        throw new IOException(e.getCause());
      }
    }
    return results;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    servers.forEach(RunningServer::close);
  }
}
