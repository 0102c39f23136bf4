package org.popdns.harness;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.popdns.admin.socket.ControlCallResult;
import org.popdns.admin.socket.ControlReply;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.admin.socket.ControlSocketClient;
import org.popdns.config.problem.Problem;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.config.source.DiskFiles;
import org.popdns.control.Nameserver;
import org.popdns.publish.ConfigurationSource;
import org.popdns.publish.FirstConfiguration;
import org.popdns.publish.Removals;
import org.popdns.state.store.ConfigurationStore;
import org.popdns.time.Clocks;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A nameserver on free ports of 127.0.0.1, from files as an operator writes them. Closed by the
 * test.
 */
public final class TestServer implements AutoCloseable {

  private static final String UDP = "POPDNS_UDP";

  private final Nameserver server;
  private final Path controlSocket;
  private final DnsClient client;
  private final HttpClient http = HttpClient.newHttpClient();

  private TestServer(Nameserver server, Path controlSocket) {
    this.server = server;
    this.controlSocket = controlSocket;
    this.client = new DnsClient(server.addresses().getFirst());
  }

  /**
   * A server of static zones: the zones' files by their names, such as {@code example.com.yaml}.
   */
  public static TestServer of(Path folder, Map<String, String> zones) {
    return start(folder, Optional.empty(), Optional.empty(), zones);
  }

  /** A server at a site, with clusters. */
  public static TestServer of(
      Path folder, String site, String clusters, Map<String, String> zones) {
    return start(folder, Optional.of(site), Optional.of(clusters), zones);
  }

  private static TestServer start(
      Path folder, Optional<String> site, Optional<String> clusters, Map<String, String> zones) {
    try {
      Path file = write(folder, site, clusters, zones);
      return start(file, Optional.empty());
    } catch (IOException e) {
      throw new AssertionError("the server did not start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("the server did not start", e);
    }
  }

  /**
   * A server of files that stand there already.
   *
   * @param file the main file
   * @param store where accepted configurations are kept
   */
  public static TestServer start(Path file, Optional<ConfigurationStore> store)
      throws IOException, InterruptedException {
    return start(file, store, Clocks.system());
  }

  /** The same, by clocks that a test sets. */
  public static TestServer start(Path file, Optional<ConfigurationStore> store, Clocks clocks)
      throws IOException, InterruptedException {
    ConfigurationSource source =
        new ConfigurationSource(
            new ConfigurationLoader(
                transport(),
                () -> "ns1",
                store.map(ConfigurationStore::files).orElseGet(DiskFiles::new)),
            file,
            ConfigurationLoader.Overrides.NONE);
    return start(FirstConfiguration.choose(source, store, Removals.LIMITED), clocks);
  }

  /** A server of what is stored under a number. */
  public static TestServer startStored(Path file, ConfigurationStore store, long number)
      throws IOException, InterruptedException {
    ConfigurationLoader loader = new ConfigurationLoader(transport(), () -> "ns1", store.files());
    ConfigurationSource source =
        new ConfigurationSource(loader, file, ConfigurationLoader.Overrides.NONE);
    return start(FirstConfiguration.stored(source, store, number), Clocks.system());
  }

  private static TestServer start(FirstConfiguration.Choice choice, Clocks clocks)
      throws IOException, InterruptedException {
    return switch (choice) {
      case FirstConfiguration.Choice.Nothing(List<Problem> problems, var reason) ->
          throw new AssertionError(
              problems.stream().map(Problem::text).collect(Collectors.joining("\n")));
      case FirstConfiguration.Choice.Chosen(FirstConfiguration first, var problems) ->
          new TestServer(
              Nameserver.start(first, Nameserver.ReloadTrigger.ON_REQUEST, Map.of(), clocks),
              first.configuration().server().admin().socket());
    };
  }

  // The build runs the black-box tests a second time, with the other transport.
  private static Map<String, String> transport() {
    String udp = System.getenv(UDP);
    return udp == null ? Map.of() : Map.of(UDP, udp);
  }

  /** Writes a configuration on free ports and returns its main file. */
  public static Path write(
      Path folder, Optional<String> site, Optional<String> clusters, Map<String, String> zones)
      throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(
        "popdns.yaml",
        site.map(name -> "site: " + name + "\n").orElse("")
            + """
            listen: ["127.0.0.1:0"]
            admin: {http: "127.0.0.1:0", socket: control.sock}
            zones: zones/
            """
            + (clusters.isPresent() ? "clusters: clusters.yaml\n" : ""));
    clusters.ifPresent(text -> files.put("clusters.yaml", text));
    zones.forEach((name, text) -> files.put("zones/" + name, text));
    Files.createDirectories(folder.resolve("zones"));
    for (Map.Entry<String, String> entry : files.entrySet()) {
      Files.writeString(folder.resolve(entry.getKey()), entry.getValue());
    }
    return folder.resolve("popdns.yaml");
  }

  /** Where it answers, over UDP and TCP. */
  public InetSocketAddress address() {
    return server.addresses().getFirst();
  }

  /** A client of this server. */
  public DnsClient client() {
    return client;
  }

  /** What a command on the control socket gives. */
  public JsonNode control(ControlRequest request) {
    ControlCallResult result =
        ControlSocketClient.call(controlSocket, request, Duration.ofSeconds(60));
    if (result instanceof ControlCallResult.Answer(ControlReply.Done(JsonNode data))) {
      return data;
    }
    throw new AssertionError(request + " gives " + result);
  }

  /** How many workers answer. */
  public int workers() {
    return server.workers();
  }

  /** A page of the health endpoint. */
  public HttpResponse<String> page(String path) {
    InetSocketAddress admin = server.adminAddress();
    URI uri = URI.create("http://127.0.0.1:" + admin.getPort() + path);
    try {
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(path, e);
    }
  }

  /** What {@code /status} says. */
  public JsonNode status() {
    return new JsonMapper().readTree(page("/status").body());
  }

  /** The value of a metric's line, such as {@code popdns_ready}. */
  public double metric(String series) {
    return page("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no series " + series));
  }

  @Override
  public void close() {
    server.close();
    http.close();
  }
}
