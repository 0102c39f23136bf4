package org.popdns.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A test class with a server of zones of its own, one server for all of its tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ServesZone {

  private final Map<String, String> files;
  private TestServer server;

  /**
   * The field is set before all tests.
   *
   * @param files the zones' files by their names
   */
  @SuppressWarnings("NullAway.Init")
  protected ServesZone(Map<String, String> files) {
    this.files = files;
  }

  @BeforeAll
  void startServer(@TempDir Path folder) {
    server = TestServer.of(folder, files);
  }

  @AfterAll
  void stopServer() {
    server.close();
  }

  protected TestServer server() {
    return server;
  }

  protected DnsClient client() {
    return server.client();
  }

  /** The response over UDP; the client offers 1,232 bytes. */
  protected Decoded ask(String name, int type) {
    return udp(QueryBytes.of(name, type).opt(1232));
  }

  /** The response over UDP to a client without EDNS: at most 512 bytes. */
  protected Decoded askPlain(String name, int type) {
    return udp(QueryBytes.of(name, type));
  }

  protected Decoded udp(QueryBytes query) {
    try {
      return server.client().udp(query);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
