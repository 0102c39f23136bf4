package org.popdns.demo;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.popdns.admin.socket.ControlReply;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.admin.socket.ControlRequestHandler;
import org.popdns.config.problem.Problem;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.control.Nameserver;
import org.popdns.publish.ConfigurationSource;
import org.popdns.publish.FirstConfiguration;
import org.popdns.publish.Removals;
import org.popdns.time.Clocks;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The demo: six image servers and a nameserver that checks them and answers with them, in one
 * process. Started, waited for and closed by one thread.
 */
public final class Demo implements Closeable {

  private static final int IMAGE_PORT = 8980;
  private static final int IMAGE_HOSTS = 6;

  private final DemoFolder folder;
  private final ImageServers images;
  private final Nameserver server;

  private Demo(DemoFolder folder, ImageServers images, Nameserver server) {
    this.folder = folder;
    this.images = images;
    this.server = server;
  }

  /** The control socket of this user's demo, whether it runs or not. */
  public static Path socket() {
    return DemoFolder.path().resolve("control.sock");
  }

  /**
   * Starts all of it; returns when queries are answered.
   *
   * @throws IOException with one line for the operator if it can't; nothing is left then
   */
  public static Demo start(ConfigurationLoader loader) throws IOException, InterruptedException {
    // First the ports: who finds them taken must not touch the running demo's folder.
    ImageServers images = ImageServers.open(ImageHost.ofSite(0, IMAGE_HOSTS, IMAGE_PORT));
    try {
      DemoFolder folder = DemoFolder.create();
      try {
        return new Demo(folder, images, serve(loader, folder, images));
      } catch (IOException | InterruptedException | RuntimeException e) {
        folder.close();
        throw e;
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      images.close();
      throw e;
    }
  }

  private static Nameserver serve(
      ConfigurationLoader loader, DemoFolder folder, ImageServers images)
      throws IOException, InterruptedException {
    ConfigurationSource source =
        new ConfigurationSource(loader, folder.configuration(), ConfigurationLoader.Overrides.NONE);
    FirstConfiguration first =
        switch (FirstConfiguration.choose(source, Optional.empty(), Removals.LIMITED)) {
          case FirstConfiguration.Choice.Chosen(FirstConfiguration chosen, var problems) -> chosen;
          case FirstConfiguration.Choice.Nothing(List<Problem> problems, var reason) ->
              throw new IOException(
                  "the demo's own configuration is invalid: "
                      + problems.stream().map(Problem::text).collect(Collectors.joining("; ")));
        };
    Map<String, ControlRequestHandler> commands =
        Map.of(
            "demo-start", request -> reply(images.start(host(request))),
            "demo-stop", request -> reply(images.stop(host(request))));
    return Nameserver.start(first, Nameserver.ReloadTrigger.ON_REQUEST, commands, Clocks.system());
  }

  private static String host(ControlRequest request) {
    return request.text("host").orElse("");
  }

  private static ControlReply reply(ServerChange change) {
    return switch (change) {
      case ServerChange.Started(ImageHost host) -> done(host.name() + " is started");
      case ServerChange.Stopped(ImageHost host) -> done(host.name() + " is stopped");
      case ServerChange.Unchanged(ImageHost host) ->
          done(host.name() + " was so already: nothing changed");
      case ServerChange.UnknownHost(String name, List<String> known) ->
          new ControlReply.Failed(
              "there is no host '" + name + "'; hosts are: " + String.join(", ", known));
      case ServerChange.CannotStart(ImageHost host, String message) ->
          new ControlReply.Failed(host.name() + " cannot listen at " + message);
    };
  }

  private static ControlReply done(String message) {
    return new ControlReply.Done(JsonNodeFactory.instance.objectNode().put("message", message));
  }

  /** What to try next, as lines to paste. */
  public String instructions() {
    InetSocketAddress dns = server.addresses().getFirst();
    String dig = "dig +short @%s -p %d".formatted(dns.getAddress().getHostAddress(), dns.getPort());
    String admin =
        "http://%s:%d"
            .formatted(
                server.adminAddress().getAddress().getHostAddress(),
                server.adminAddress().getPort());
    return """

    The site san-jose answers with its six image servers. Try, in a second terminal:

      %1$s images.example.com          # six addresses, another one first each time
      %1$s www.example.com             # the same through a CNAME
      ./popdns demo stop image-0-3     # 127.0.0.23 leaves the answers within 1.4 s
      ./popdns status                  # what is answered, and why
      ./popdns demo start image-0-3    # and it returns
      curl %2$s/readyz
      curl %2$s/metrics

    The configuration is in %3$s. Ctrl-C ends the demo and leaves nothing behind.
    """
        .formatted(dig, admin, folder.configuration().getParent());
  }

  /** Says that it is ready, as the server does. */
  public void announceReady() {
    server.announceReady();
  }

  /** Asks for the end; returns at once. */
  public void requestStop() {
    server.requestStop();
  }

  /** Returns when the end was asked for. */
  public void awaitStopRequest() throws InterruptedException {
    server.awaitStopRequest();
  }

  @Override
  public void close() throws IOException {
    server.close();
    images.close();
    folder.close();
  }
}
