package org.popdns.differential;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
  private static final List<Software> SOFTWARE =
      List.of(new Nsd(), new Knot(), new Bind(), new Popdns());

  private final List<RunningServer> servers = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(SOFTWARE.size());
  private final List<DomainName> origins;

  private Batch(List<Zone> zones) {
    origins = zones.stream().map(Zone::origin).toList();
  }

  /**
   * Starts the servers.
   *
   * @param folder for all that they write
   * @param files where the zones are
   */
  static Batch start(Path folder, Path files, List<Zone> zones) throws IOException {
    Batch batch = new Batch(zones);
    try {
      for (Software software : SOFTWARE) {
        batch.servers.add(
            RunningServer.start(software, folder.resolve(software.name()), files, batch.origins));
      }
      return batch;
    } catch (IOException e) {
      batch.close();
      throw e;
    }
  }

  /** The zones that all servers answer for; prints what some refuse. */
  Set<DomainName> awaitZones() throws IOException, InterruptedException {
    Set<DomainName> common = new HashSet<>(origins);
    List<Set<DomainName>> loaded = each(server -> server.awaitZones(origins));
    for (int i = 0; i < loaded.size(); i++) {
      common.retainAll(loaded.get(i));
      if (loaded.get(i).size() < origins.size()) {
        int missing = origins.size() - loaded.get(i).size();
        System.out.printf("%s refuses %d zones%n", servers.get(i).software().name(), missing);
      }
    }
    return common;
  }

  /** Puts the same questions to all. */
  List<Exchange> ask(ZoneFacts zone, List<Ask> asks) throws IOException, InterruptedException {
    List<List<Response>> responses = each(server -> server.ask(asks));
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
