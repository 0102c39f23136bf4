package org.popdns.config.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which members an operator means. */
class MemberGlobTest {

  private static final EndpointUse T1 = new EndpointUse("images", "tokyo", "t1");
  private static final List<String> ADDRESSES = List.of("192.0.2.21", "2001:db8::21");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "images",
        "tokyo",
        "t1",
        "*",
        "t*",
        "*1",
        "i*a*s",
        "192.0.2.21",
        "192.0.2.*",
        "2001:db8::21",
        "2001:DB8:0::21",
        "images/tokyo",
        "*/tokyo",
        "images/*",
        "images/tokyo/t1",
        "images/*/t1",
        "*/*/*",
        "images/tokyo/**"
      })
  void glob_matchesMember(String text) {
    assertThat(MemberGlob.of(text).matches(T1, ADDRESSES)).isTrue();
    assertThat(MemberGlob.of(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image",
        "Images",
        "t",
        "t11",
        "1",
        "192.0.2.2",
        "2001:db8::2",
        "tokyo/t1",
        "tokyo/*",
        "*/t1",
        "images/t1",
        "*/*/t2",
        "images/tokyo/t1/*",
        "*/*/*/*",
        "i*e*e*s"
      })
  void glob_doesNotMatchMember(String text) {
    assertThat(MemberGlob.of(text).matches(T1, ADDRESSES)).isFalse();
  }

  @Test
  void glob_ofRecordsPlan_matchesNamesWithSlashes() {
    EndpointUse value = new EndpointUse("0/25.2.0.192.in-addr.arpa. A", "eu", "192.0.2.1");
    assertThat(MemberGlob.of("0/25.2.0.192.in-addr.arpa. A").matches(value, List.of())).isTrue();
    assertThat(MemberGlob.of("*/*/eu/*").matches(value, List.of())).isTrue();
    assertThat(MemberGlob.of("eu").matches(value, List.of())).isTrue();
  }

  @Test
  void glob_ofClusterOrSite_matchesAllOfIt() {
    assertThat(MemberGlob.of("images").matchesCluster("images")).isTrue();
    assertThat(MemberGlob.of("images/*").matchesCluster("images")).isFalse();
    assertThat(MemberGlob.of("images/*").matchesSite("images", "tokyo")).isTrue();
    assertThat(MemberGlob.of("tokyo").matchesSite("images", "tokyo")).isTrue();
    assertThat(MemberGlob.of("t1").matchesSite("images", "tokyo")).isFalse();
  }

  @Test
  void glob_ofManyStars_endsSoon() {
    EndpointUse member = new EndpointUse("a".repeat(5000), "b", "c");
    assertThat(MemberGlob.of("a*".repeat(500) + "c").matches(member, List.of())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "images/", "/tokyo", "images//t1"})
  void glob_withEmptyPart_isRefused(String text) {
    assertThatThrownBy(() -> MemberGlob.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'%s' has an empty part: write CLUSTER/SITE/MEMBER, with * for any", text);
  }
}
