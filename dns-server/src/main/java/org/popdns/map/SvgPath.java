package org.popdns.map;

/** A path in whole units, written short: points that are where the last one is are left out. */
final class SvgPath {

  private final StringBuilder data = new StringBuilder();
  private int x;
  private int y;
  private boolean isOpen;
  private boolean hasSteps;

  /** Goes to a point; the first one after the beginning, or a close, begins a ring. */
  void to(int toX, int toY) {
    if (!isOpen) {
      data.append('M').append(toX).append(sign(toY));
      isOpen = true;
      hasSteps = false;
    } else if (toX != x || toY != y) {
      data.append(hasSteps ? sign(toX - x) : "l" + (toX - x)).append(sign(toY - y));
      hasSteps = true;
    }
    x = toX;
    y = toY;
  }

  /** Ends a ring. */
  void close() {
    if (isOpen) {
      data.append('z');
      isOpen = false;
    }
  }

  private static String sign(int number) {
    return number < 0 ? Integer.toString(number) : " " + number;
  }

  /** As SVG has it. */
  @Override
  public String toString() {
    return data.toString();
  }
}
