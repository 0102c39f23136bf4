package org.popdns.rfc7873;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.harness.Decoded;
import org.popdns.harness.ExampleZone;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.TestServer;

/** Two nodes of one anycast address, from their files on (RFC 9018 §5). */
final class SharedSecretTest {

  private static final int COOKIE = 10;
  private static final int BADCOOKIE = 23;
  private static final String CLIENT = "0102030405060708";
  private static final String SECRET = "e5e973e5a6b2a43f48e7dc849e37bfcf\n";
  private static final String NEXT_SECRET = "445536bcd2513298075a5d379663c962\n";

  private static Path configure(Path folder, String cookies) throws IOException {
    Path file = TestServer.write(folder, Optional.empty(), Optional.empty(), ExampleZone.FILES);
    Files.writeString(file, Files.readString(file) + "cookies: " + cookies + "\n");
    return file;
  }

  private static TestServer start(Path folder, String cookies, String secrets)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("secrets"), secrets);
    return TestServer.start(configure(folder, cookies), Optional.empty());
  }

  private static Decoded ask(TestServer server, String cookie) throws IOException {
    return server.client().udp(QueryBytes.of("www.example.com.", 1).option(COOKIE, cookie));
  }

  private static String cookie(TestServer server) throws IOException {
    return ask(server, CLIENT).options().getFirst().substring("10: ".length());
  }

  @Test
  void cookieOfOneNode_isGoodAtTheOther_throughAChangeOfSecrets(@TempDir Path folder)
      throws IOException, InterruptedException {
    String settings = "{secret-file: secrets}";
    try (TestServer one = start(folder.resolve("one"), settings, SECRET);
        TestServer two = start(folder.resolve("two"), settings, SECRET + NEXT_SECRET)) {
      String first = cookie(one);
      assertThat(ask(two, first).options()).containsExactly("10: " + first);
      // The second step of the procedure, at one node before the other.
      Files.writeString(folder.resolve("one/secrets"), NEXT_SECRET + SECRET);
      one.control(ControlRequest.of("reload"));
      String second = cookie(one);
      assertThat(second.substring(32)).isNotEqualTo(first.substring(32));
      Decoded accepted = ask(two, second);
      assertThat(accepted.rcode()).isEqualTo("NOERROR");
      assertThat(two.metric("popdns_dns_cookies_total{result=\"valid\"}")).isEqualTo(2);
      assertThat(two.metric("popdns_dns_cookies_total{result=\"invalid\"}")).isZero();
    }
  }

  // RFC 7873 §5.2.3, §5.2.4
  @Test
  void requiredCookie_isAskedOfThoseWhoHaveCookies(@TempDir Path folder)
      throws IOException, InterruptedException {
    try (TestServer server = start(folder, "{secret-file: secrets, require: true}", SECRET)) {
      Decoded refused = ask(server, CLIENT);
      assertThat(refused.message().getRcode()).isEqualTo(BADCOOKIE);
      assertThat(refused.answers()).isEmpty();
      String cookie = refused.options().getFirst().substring("10: ".length());
      assertThat(ask(server, cookie).answers()).hasSize(1);
      assertThat(ask(server, CLIENT + "0100000000000000ffffffffffffffff").message().getRcode())
          .isEqualTo(BADCOOKIE);
      QueryBytes overTcp = QueryBytes.of("www.example.com.", 1).option(COOKIE, CLIENT);
      assertThat(server.client().tcp(overTcp).answers()).hasSize(1);
      QueryBytes without = QueryBytes.of("www.example.com.", 1).opt(1232);
      assertThat(server.client().udp(without).answers()).hasSize(1);
    }
  }
}
