package org.popdns.publish;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.admin.socket.ControlReply;
import org.popdns.config.diff.RemovalLimit;
import org.popdns.config.model.Configuration;
import org.popdns.state.store.ConfigurationStore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a server runs, as another process sees it: the server says where it has stored that, and
 * whoever may read the store reads it there, so that no secret goes over the socket. Immutable.
 *
 * @param configuration what runs
 * @param source reads other files as the server would at a reload
 * @param limit what was removed lately
 */
public record RunningConfiguration(
    Configuration configuration, ConfigurationSource source, RemovalLimit limit) {

  /** The command of the control socket. */
  public static final String COMMAND = "running";

  /** Where the server has stored what it runs; the server's side. */
  public static ControlReply answer(Reloader reloader, Served served) {
    AcceptedStore accepted = reloader.store();
    Optional<ConfigurationStore> store = accepted.place();
    if (store.isEmpty()) {
      return new ControlReply.Failed(
          "this server stores no configuration, so there is nothing to compare with");
    }
    if (accepted.failure().isPresent()) {
      return new ControlReply.Failed(
          "what runs could not be stored, so there is nothing to compare with: "
              + accepted.failure().get());
    }
    if (served.configuration().zones().isEmpty()) {
      return new ControlReply.Failed(
          "what runs has no zone; such a configuration is not stored, so there is nothing to"
              + " compare with");
    }
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("state", store.get().folder().toAbsolutePath().toString());
    data.put("file", reloader.file().toAbsolutePath().toString());
    List<StoredConfiguration> stored = accepted.entries();
    if (served.taken().number().isPresent()) {
      data.put("number", served.taken().number().getAsLong());
    } else if (!stored.isEmpty()) {
      data.put("number", stored.getFirst().entry().number());
    }
    RemovalLimit limit = reloader.limit();
    data.put("lastRemovalAgeSeconds", reloader.sinceRemoval().toSeconds());
    ObjectNode earlier = data.putObject("removedEarlier");
    limit.earlier().forEach(earlier::put);
    return new ControlReply.Done(data);
  }

  /**
   * Reads what runs; the other side.
   *
   * @param reply what {@link #COMMAND} gave
   * @param files the main file that is to be compared with it
   * @throws IOException with one line for the operator
   */
  public static RunningConfiguration read(JsonNode reply, Path files) throws IOException {
    Path state = Path.of(reply.path("state").asString());
    ConfigurationStore store =
        new ConfigurationStore(state, Path.of(reply.path("file").asString()));
    try {
      List<Long> numbers =
          reply.has("number") ? List.of(reply.path("number").asLong()) : store.numbers();
      for (long number : numbers) {
        // Without a number the latest runs that can be served, as at a start.
        if (store.read(number) instanceof ConfigurationStore.Stored.Found found) {
          ConfigurationStore.Reading reading = store.reading(number);
          return new RunningConfiguration(
              found.accepted().configuration(),
              new ConfigurationSource(reading.loader(), files, reading.overrides()),
              limit(reply));
        }
      }
    } catch (AccessDeniedException denied) {
      throw new IOException(
          denied.getFile()
              + ": permission denied; what runs is stored there, for the server's user"
              + " alone",
          denied);
    }
    throw new IOException("what runs can't be read from " + state);
  }

  /** By a clock that says 0 when it is read. */
  private static RemovalLimit limit(JsonNode reply) {
    Map<String, Integer> earlier = new HashMap<>();
    reply
        .path("removedEarlier")
        .properties()
        .forEach(entry -> earlier.put(entry.getKey(), entry.getValue().asInt()));
    Duration age = Duration.ofSeconds(reply.path("lastRemovalAgeSeconds").asLong(0));
    return new RemovalLimit(earlier, -age.toNanos());
  }

  /** Why a reload would refuse another configuration, in one line; empty if it would not. */
  public Optional<String> refusal(Configuration next) {
    return FixedSettings.refusal(configuration, next, limit, 0);
  }
}
