package org.popdns.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.popdns.config.model.Check;
import org.popdns.config.model.TlsTrust;
import org.popdns.config.probe.http.HttpProbe;
import org.popdns.config.read.ConfigurationLoader.Overrides;

/** Checks over TLS, as {@code clusters.yaml} writes them. */
final class HttpsCheckTest {
  private static final Check.Timing USUAL =
      new Check.Timing(Duration.ofSeconds(2), Duration.ofSeconds(1), 2, 3);

  @TempDir private Path folder;

  @BeforeEach
  void restOfTheFiles() throws IOException {
    Files.writeString(
        folder.resolve("popdns.yaml"),
        "listen: 192.0.2.53\nzones: []\nclusters: clusters.yaml\nsite: here\n");
  }

  private LoadResult load(String https) throws IOException {
    Files.writeString(
        folder.resolve("clusters.yaml"),
        """
        sites: {here: }
        checks: {web: {https: %s}}
        clusters: {images: {check: web, members: {here: 192.0.2.1}}}
        """
            .formatted(https));
    return new ConfigurationLoader(Map.of(), () -> "ns1")
        .load(folder.resolve("popdns.yaml"), Overrides.NONE);
  }

  private Check check(String https) throws IOException {
    return load(https)
        .configuration()
        .orElseThrow()
        .topology()
        .clusters()
        .values()
        .iterator()
        .next()
        .check();
  }

  private static Check https(int port, String path, Optional<String> host, TlsTrust trust) {
    HttpProbe probe = HttpProbe.at(port).withPath(path).withTls(trust);
    return Check.of("web", USUAL, host.map(probe::withHost).orElse(probe));
  }

  private static List<X509Certificate> authorities() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    return List.of(((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers())
        .subList(0, 2);
  }

  private static String pem(X509Certificate certificate) throws GeneralSecurityException {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  @Test
  void https_isVerifiedByTheSystem_unlessItSaysOtherwise() throws IOException {
    assertThat(check("{port: 443}"))
        .isEqualTo(https(443, "/", Optional.empty(), new TlsTrust.BySystem()));
    assertThat(check("{port: 8443, path: /healthz, host: a.example, verify: true}"))
        .isEqualTo(https(8443, "/healthz", Optional.of("a.example"), new TlsTrust.BySystem()));
    assertThat(check("{port: 443, verify: false}"))
        .isEqualTo(https(443, "/", Optional.empty(), new TlsTrust.Unverified()));
  }

  @Test
  void ca_isReadBesideTheFileThatNamesIt_andIsPartOfWhatWasRead()
      throws IOException, GeneralSecurityException {
    List<X509Certificate> two = authorities();
    Path file = Files.createDirectory(folder.resolve("tls")).resolve("ca.pem");
    Files.writeString(file, "# two of them\n" + pem(two.getFirst()) + pem(two.getLast()));

    LoadResult loaded = load("{port: 443, ca: tls/ca.pem}");

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.files().all()).contains(file);
    assertThat(check("{port: 443, ca: tls/ca.pem}"))
        .isEqualTo(https(443, "/", Optional.empty(), new TlsTrust.ByFile("tls/ca.pem", two)));
  }

  @ParameterizedTest
  @CsvSource({
    "images.example.com, images.example.com",
    "images.example.com:8443, images.example.com",
    "192.0.2.21:8443, 192.0.2.21",
    "[2001:db8::21]:8443, 2001:db8::21",
    "[2001:db8::21], 2001:db8::21",
    "2001:db8::21, 2001:db8::21"
  })
  void serverName_isTheHostWithoutItsPort(String host, String expected) {
    assertThat(HttpProbe.at(443).withHost(host).serverName()).contains(expected);
  }
}
