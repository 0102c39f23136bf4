package org.popdns.map;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SvgPathTest {

  /** Made by JUnit. */
  SvgPathTest() {}

  @Test
  void rings_areSteps_withoutThoseThatGoNowhere() {
    SvgPath path = new SvgPath();
    path.to(10, -20);
    path.to(10, -20);
    path.to(13, -25);
    path.to(9, -20);
    path.close();
    path.to(1, 2);
    path.to(1, 5);
    path.close();
    assertThat(path).hasToString("M10-20l3-5-4 5zM1 2l0 3z");
  }

  @Test
  void ringOfOnePlace_isAPathAllTheSame() {
    SvgPath path = new SvgPath();
    path.to(1, 2);
    path.to(1, 2);
    path.close();
    path.close();
    assertThat(path).hasToString("M1 2z");
  }
}
