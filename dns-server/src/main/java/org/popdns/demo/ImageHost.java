package org.popdns.demo;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * One image server of the example: a name and where it listens.
 *
 * @param name such as {@code image-0-3}: the third host of site 0
 * @param address on loopback
 */
public record ImageHost(String name, InetSocketAddress address) {

  /**
   * The hosts of one site: {@code image-SITE-1} at 127.0.0.(SITE × 50 + 21) and so on, as the
   * four-sites example numbers them.
   *
   * @param site 0 to 3
   * @param hosts how many, 1 to 30
   * @param port the same for all of them
   */
  public static List<ImageHost> ofSite(int site, int hosts, int port) {
    List<ImageHost> result = new ArrayList<>();
    for (int host = 1; host <= hosts; host++) {
      result.add(
          new ImageHost(
              "image-%d-%d".formatted(site, host),
              new InetSocketAddress(loopback(site * 50 + 20 + host), port)));
    }
    return List.copyOf(result);
  }

  private static InetAddress loopback(int lastByte) {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) lastByte});
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible); // four bytes are an address
    }
  }
}
