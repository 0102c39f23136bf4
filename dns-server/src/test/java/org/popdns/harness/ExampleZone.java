package org.popdns.harness;

import java.util.Map;

/** A zone with one of everything, for black-box tests. */
public final class ExampleZone {

  /** The SOA record as it stands in negative answers: TTL is MINIMUM. */
  public static final String NEGATIVE_SOA =
      "example.com. 300 SOA ns1.example.com. hostmaster.example.com. 2026010100 7200 900 1209600"
          + " 300";

  /** The zone's file by its name: a master file, so that every record is as written. */
  public static final Map<String, String> FILES =
      Map.of(
          "example.com.zone",
          """
          $ORIGIN example.com.
          $TTL 3600
          @       IN SOA ns1 hostmaster 2026010100 7200 900 1209600 300
          @       IN NS  ns1
          @       IN NS  ns2.example.net.
          @       IN MX  10 mail
          @       IN TXT "v=spf1 mx -all"
          ns1     IN A   192.0.2.53
          ns1     IN AAAA 2001:db8::53
          mail    IN A   192.0.2.25
          www     300 IN A 192.0.2.80
          www     300 IN AAAA 2001:db8::80
          Mixed   IN TXT "Case"
          alias   600 IN CNAME www
          alias2  600 IN CNAME alias
          away    600 IN CNAME www.example.net.
          dangling 600 IN CNAME nothere
          loop1   600 IN CNAME loop2
          loop2   600 IN CNAME loop1
          a.b.ent IN TXT "deep"
          _http._tcp IN SRV 0 5 80 www
          unknown IN TYPE65280 \\# 4 01020304
          *.wild  IN TXT "wild"
          *.wild  IN A   192.0.2.99
          host.wild IN A 192.0.2.98
          sub.ent.wild IN A 192.0.2.97
          *.walias IN CNAME www
          sub     IN NS  ns.sub
          sub     IN NS  ns2.example.net.
          ns.sub  IN A   192.0.2.153
          ns.sub  IN AAAA 2001:db8::153
          tosub   IN CNAME deep.sub
          rr      60 IN A 192.0.2.1
          rr      60 IN A 192.0.2.2
          rr      60 IN A 192.0.2.3
          """);

  private ExampleZone() {}
}
