package org.popdns.config.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The host as it is sent: HAProxy's and Varnish's rules compare it as text. */
final class HttpRequestTest {

  @ParameterizedTest
  @CsvSource({
    "Images.EXAMPLE.com, 80, images.example.com",
    "images.example.com:80, 80, images.example.com",
    "images.example.com:80, 443, images.example.com:80",
    "images.example.com.:8080, 80, images.example.com:8080",
    "images.example.com., 80, images.example.com",
    "[2001:DB8::21]:443, 443, [2001:db8::21]",
    "[2001:db8::21], 80, [2001:db8::21]",
    "2001:db8::80, 80, 2001:db8::80",
    "., 80, .",
  })
  void host_isSentInOneForm(String configured, int usualPort, String sent) {
    assertThat(HttpRequest.USUAL.withHost(configured).hostSent(usualPort)).contains(sent);
  }
}
