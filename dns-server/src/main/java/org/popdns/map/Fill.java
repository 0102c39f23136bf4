package org.popdns.map;

import java.util.List;

/**
 * How a country is painted. Immutable.
 *
 * @param colour the number of a colour; {@link #NEUTRAL} for what has none
 * @param hatch what is drawn over it
 */
public record Fill(int colour, Hatch hatch) {

  /** In place of a colour's number: grey. */
  public static final int NEUTRAL = -1;

  /** Grey, nothing over it. */
  public static final Fill NONE = new Fill(NEUTRAL, Hatch.NONE);

  /**
   * The seven colours of M. Okabe and K. Ito (Color Universal Design, 2008), which people tell
   * apart whatever colours they see, and seven that are darker or lighter than these.
   */
  private static final List<String> COLOURS =
      List.of(
          "#56b4e9", "#e69f00", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7", "#1b6f9e",
          "#8a6000", "#7fd8bd", "#a39a12", "#80b9dc", "#f3a36b", "#7d3f60");

  private static final String GREY = "#b9bec4";

  /** How many colours there are; the next is the first again. */
  public static final int COLOUR_COUNT = COLOURS.size();

  /** What is drawn over a colour. */
  public enum Hatch {
    /** Nothing. */
    NONE,
    /** Lines one way. */
    LINES,
    /** Lines both ways. */
    CROSSES
  }

  /** As SVG has colours. */
  String colourText() {
    return colour == NEUTRAL ? GREY : COLOURS.get(colour % COLOUR_COUNT);
  }
}
