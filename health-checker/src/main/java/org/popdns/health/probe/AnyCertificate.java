package org.popdns.health.probe;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Takes every certificate, as a check without verification asks for. No state. */
final class AnyCertificate extends X509ExtendedTrustManager {

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String how, SSLEngine engine) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String how, Socket socket) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String how) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String how, SSLEngine engine) {
    throw clientsAreNotAsked();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String how, Socket socket) {
    throw clientsAreNotAsked();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String how) {
    throw clientsAreNotAsked();
  }

  private static IllegalStateException clientsAreNotAsked() {
    return new IllegalStateException("a probe is no server");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
