package org.popdns.health.probe;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * An authority of the test's own, which makes certificates (RFC 5280 §4.1) for servers on loopback.
 * Its keys live as long as the test.
 */
public final class Authority {
  private static final byte[] ECDSA_WITH_SHA256 =
      sequence(new byte[] {6, 8, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 4, 3, 2});
  private static final byte[] COMMON_NAME = {6, 3, 0x55, 4, 3};
  private static final byte[] BASIC_CONSTRAINTS = {6, 3, 0x55, 0x1d, 0x13};
  private static final byte[] ALTERNATIVE_NAMES = {6, 3, 0x55, 0x1d, 0x11};
  private static final byte[] TRUE = {1, 1, (byte) 0xff};
  private static final AtomicInteger SERIAL = new AtomicInteger();
  private static final char[] PASSWORD = "only in memory".toCharArray();

  private final String name;
  private final KeyPair keys = keys();
  private final X509Certificate certificate;

  public Authority(String name) {
    this.name = name;
    Instant now = Instant.now();
    this.certificate =
        signed(
            name,
            name,
            keys,
            now.minusSeconds(60),
            now.plusSeconds(864_000),
            extension(BASIC_CONSTRAINTS, true, sequence(TRUE)),
            keys);
  }

  /** What those who believe it know. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** A server's context with a certificate for these names and addresses. */
  public SSLContext serverFor(Instant from, Instant until, String... hosts) {
    KeyPair own = keys();
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    for (String host : hosts) {
      names.writeBytes(
          TlsEngines.isAddress(host)
              ? value(0x87, InetAddress.ofLiteral(host).getAddress())
              : value(0x82, host.getBytes(StandardCharsets.US_ASCII)));
    }
    X509Certificate leaf =
        signed(
            "server",
            name,
            own,
            from,
            until,
            extension(ALTERNATIVE_NAMES, false, value(0x30, names.toByteArray())),
            keys);
    return context(own, leaf);
  }

  /** A server's context with a certificate that is good for 30 days and a half. */
  public SSLContext serverFor(String... hosts) {
    Instant now = Instant.now();
    return serverFor(now.minusSeconds(60), now.plusSeconds(30 * 86_400 + 43_200), hosts);
  }

  /** A server that shows the authority's own certificate. */
  public SSLContext itself() {
    return context(keys, certificate);
  }

  private static SSLContext context(KeyPair keys, X509Certificate certificate) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", keys.getPrivate(), PASSWORD, new Certificate[] {certificate});
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      KeyManager[] managers = factory.getKeyManagers();
      context.init(managers, null, null);
      return context;
    } catch (GeneralSecurityException | java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static X509Certificate signed(
      String subject,
      String issuer,
      KeyPair of,
      Instant from,
      Instant until,
      byte[] extension,
      KeyPair by) {
    try {
      byte[] serial = BigInteger.valueOf(SERIAL.incrementAndGet()).toByteArray();
      byte[] toBeSigned =
          sequence(
              value(0xa0, value(2, new byte[] {2})), // version 3
              value(2, serial),
              ECDSA_WITH_SHA256,
              named(issuer),
              sequence(time(from), time(until)),
              named(subject),
              of.getPublic().getEncoded(),
              value(0xa3, sequence(extension)));
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(by.getPrivate());
      signature.update(toBeSigned);
      byte[] bits = signature.sign();
      byte[] padded = new byte[bits.length + 1]; // A BIT STRING without unused bits.
      System.arraycopy(bits, 0, padded, 1, bits.length);
      byte[] whole = sequence(toBeSigned, ECDSA_WITH_SHA256, value(3, padded));
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(whole));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] named(String commonName) {
    byte[] text = value(0x0c, commonName.getBytes(StandardCharsets.UTF_8));
    return sequence(value(0x31, sequence(COMMON_NAME, text)));
  }

  private static byte[] time(Instant at) {
    String text =
        DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").format(at.atOffset(ZoneOffset.UTC));
    return value(0x18, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] extension(byte[] kind, boolean critical, byte[] content) {
    return critical ? sequence(kind, TRUE, value(4, content)) : sequence(kind, value(4, content));
  }

  private static byte[] sequence(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    List.of(parts).forEach(all::writeBytes);
    return value(0x30, all.toByteArray());
  }

  /** X.690 §8.1: tag, length, content. */
  private static byte[] value(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      byte[] length = BigInteger.valueOf(content.length).toByteArray();
      int first = length[0] == 0 ? 1 : 0;
      out.write(0x80 | (length.length - first));
      out.write(length, first, length.length - first);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
