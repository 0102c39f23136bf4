package org.popdns.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A test class with a server of {@link ExampleZone}, one for all of its tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ServesExample {

  private TestServer server;

  /** The field is set before all tests. */
  @SuppressWarnings("NullAway.Init")
  protected ServesExample() {}

  @BeforeAll
  void startServer(@TempDir Path folder) {
    server = TestServer.of(folder, ExampleZone.FILES);
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

  protected Decoded udp(QueryBytes query) {
    try {
      return server.client().udp(query);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
