import java.io.File;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Colours within an image: {@code java Pixels.java PNG X,Y...} prints one for each place. */
final class Pixels {

  private Pixels() {}

  public static void main(String[] arguments) throws IOException {
    var image = ImageIO.read(new File(arguments[0]));
    for (int i = 1; i < arguments.length; i++) {
      String[] place = arguments[i].split(",", 2);
      int colour = image.getRGB(Integer.parseInt(place[0]), Integer.parseInt(place[1]));
      System.out.printf("%s#%06x", i == 1 ? "" : " ", colour & 0xffffff);
    }
    System.out.println();
  }
}
