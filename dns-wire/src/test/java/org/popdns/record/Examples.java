package org.popdns.record;

import java.util.stream.Stream;

/**
 * Records of every type of the table at the edges of their fields, and where one has them, of the
 * RFC.
 */
final class Examples {

  private static final String SHA1 = "0123456789abcdef0123456789abcdef01234567";
  private static final String SHA256 = SHA1 + "0123456789abcdef01234567";
  private static final String SHA384 = SHA256 + "0123456789abcdef0123456789abcdef";
  private static final String SHA512 = SHA384 + "0123456789abcdef0123456789abcdef";
  private static final String LONG = "a".repeat(255);
  private static final String LABEL = "l".repeat(63);
  private static final String NAME = LABEL + "." + LABEL + "." + LABEL + "." + "m".repeat(61) + ".";

  /**
   * An example.
   *
   * @param type its type's mnemonic
   * @param text RDATA in presentation format, names relative to {@code example.com.}
   */
  record Example(String type, String text) {
    @Override
    public String toString() {
      return type + " " + text;
    }
  }

  // One a line: the type, then the text.
  private static final String TABLE =
      """
      A 0.0.0.0
      A 255.255.255.255
      NS ns1
      NS .
      NS NAME
      NS A-b.EXAMPLE.net.
      NS \\000\\255\\.\\\\x.example.
      MD A.example.
      MF A.example.
      CNAME @
      CNAME WWW.example.net.
      SOA NS1 hostmaster 0 0 0 0 0
      SOA . . 4294967295 4294967295 4294967295 4294967295 4294967295
      SOA ns1 a\\.b.example.com. 2026112801 2h 1h30m 4w 1D
      MB A.example.
      MG A.example.
      MR A.example.
      NULL \\# 0
      NULL \\# 3 000102
      WKS 192.0.2.1 6 0 25 65535
      WKS 192.0.2.1 tcp smtp domain 21
      WKS 192.0.2.1 255
      PTR A.example.com.
      HINFO "PC Linux" ""
      HINFO LONG LONG
      MINFO A b.example.net.
      MX 0 .
      MX 65535 NAME
      MX 1 Mx
      TXT ""
      TXT a b "c d" "e\\"f\\\\g\\000\\255;("
      TXT LONG LONG LONG
      RP Mbox.example. .
      AFSDB 1 a
      AFSDB 65535 A.example.
      X25 311061700956
      ISDN 150862028003217 004
      ISDN "150862028003217"
      RT 0 a
      RT 65535 A.example.
      NSAP 0x47.0005.80.005a00.0000.0001.e133.ffffff000161.00
      NSAP-PTR A.example.
      SIG NXT 1 3 3600 20300115120000 20260115120000 2143 Foo.nil. AAECAwQFBgc=
      KEY 256 3 1 AQPSKmynfzW4kyBv015MUG2DeIQ3
      KEY 49152 3 0
      PX 0 a b
      PX 65535 NET2.it. PRMD-net2.ADMD-p400.C-it.
      GPOS -32.6882 116.8652 10.0
      AAAA ::
      AAAA ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
      AAAA 2001:db8::1
      AAAA 1:0:0:2:0:0:0:3
      AAAA 1:2:3:4:5:6:7::
      AAAA ::ffff:192.0.2.1
      AAAA ::192.0.2.1
      LOC 42 21 54 N 71 06 18 W -24m 30m
      LOC 42 N 71 W 0
      LOC 52 22 N 4 53 E -2.00m 0.00m 10000m 10m
      LOC 90 0 0 S 180 0 0 W -100000m 0.09 90000000.00m 0.01
      LOC 90 N 180 E 42849672.95m 90000000m 90000000m 90000000m
      LOC 0 0 0.001 s 0 59 59.999 e 1.5
      NXT A.example. A MX SIG NXT
      NXT . TYPE1 TYPE127
      EID e32c6f78163a9348
      NIMLOC 32251a030067
      SRV 0 0 0 .
      SRV 65535 65535 65535 A.example.
      ATMA +61200000000
      ATMA 39.246f.0000.0e7c.9c03.1200.0100.0112.0061.5500.00
      NAPTR 0 0 "" "" "" .
      NAPTR 65535 65535 "S" "SIP+D2U" "" _sip._udp.Example.com.
      NAPTR 1 1 U E2U+sip "!^.*$!sip:a\\\\@example.com!" .
      KX 0 a
      KX 65535 A.example.
      CERT PGP 0 0 AAECAwQF
      CERT 65535 65535 255 AA==
      CERT PKIX 1 RSASHA256 AA EC AwQF
      A6 0 2001:db8::1
      A6 64 ::1 Subnet-1.ip6.example.com.
      A6 1 7fff::1 a
      A6 128 a.example.
      A6 127 ::1 .
      DNAME A.example.
      SINK 0 0 0
      SINK 255 255 255 AAEC
      APL 1:192.0.2.0/24 !1:192.0.2.64/28 2:2001:db8::/32
      APL 1:0.0.0.0/0 2:::/0 !2:ff00::/8 1:255.255.255.255/32
      APL
      DS 60485 5 1 SHA1
      DS 0 RSASHA256 SHA-256 SHA256
      DS 65535 255 4 SHA384
      DS 1 1 255 00
      SSHFP 2 1 SHA1
      SSHFP 255 255 00
      SSHFP 4 2 SHA256
      IPSECKEY 10 1 2 192.0.2.38 AQNRU3mG7TVTO2BkR47usntb102uFJtugbo6BSGvgqt4AQ==
      IPSECKEY 10 0 2 . AQNRU3mG7TVTO2BkR47usntb102uFJtugbo6BSGvgqt4AQ==
      IPSECKEY 255 3 2 Mygateway.example.com. AQNRU3mG7TVTO2BkR47usntb102uFJtugbo6BSGvgqt4AQ==
      IPSECKEY 10 2 2 2001:0DB8:0:8002::2000:1 AQNRU3mG7TVTO2BkR47usntb102uFJtugbo6BSGvgqt4AQ==
      IPSECKEY 0 0 0 .
      RRSIG A 5 3 86400 20030322173103 20030220173103 2642 Example.com. AAECAwQF
      RRSIG TYPE65535 255 255 4294967295 4294967295 0 65535 . AA==
      RRSIG SOA 13 0 0 20380119031408 20000229235959 0 . AA==
      NSEC Host.example.com. A MX RRSIG NSEC TYPE1234
      NSEC . TYPE1
      NSEC a A NS SOA TYPE255 TYPE256 TYPE65535
      DNSKEY 256 3 5 AQPSKmynfzW4kyBv015MUG2DeIQ3
      DNSKEY 65535 255 255 AA==
      DHCID AAIBY2/AuCccgoJbsaxcQc9TUapptP69lOjxfNuVAA2kjEA=
      NSEC3 1 1 12 aabbccdd 2t7b4g4vsa5smi47k61mv5bv1a22bojr MX DNSKEY NS SOA NSEC3PARAM RRSIG
      NSEC3 255 255 65535 - 2t7b4g4vsa5smi47k61mv5bv1a22bojr
      NSEC3PARAM 1 0 12 aabbccdd
      NSEC3PARAM 255 255 65535 -
      TLSA 0 0 1 SHA256
      TLSA DANE-EE SPKI SHA2-512 SHA512
      TLSA 255 255 255 00
      SMIMEA 3 0 0 308201
      HIP 2 200100107B1A74DF365639CC39F1D578 AwEAAbdxyhNuSutc5EMzxTs9LBPCIkOFH8cIvM4p9+LrV4e19WzK00+CI6zBCQTdtWsuxKbWIy87UOoJTwkUs7lBu+Upr1gsNrut79ryra+bSRGQb1slImA8YVJyuIDsj7kwzG7jnERNqnWxZ48AWkskmdHaVDP4BcelrTI3rMXdXF5D
      HIP 2 200100107B1A74DF365639CC39F1D578 AwEAAbdx rvs1.example.com. Rvs2
      HIP 255 00 AA==
      NINFO a "b c"
      RKEY 0 255 1 AQPSKmynfzW4kyBv015MUG2DeIQ3
      TALINK a.example. B.example.
      CDS 60485 5 1 SHA1
      CDS 0 0 0 00
      CDNSKEY 0 3 0 AA==
      CDNSKEY 257 3 13 AQPSKmynfzW4kyBv015MUG2DeIQ3
      OPENPGPKEY AAECAwQ=
      CSYNC 66 3 A NS AAAA
      CSYNC 4294967295 65535
      ZONEMD 2018031500 1 1 SHA384
      ZONEMD 4294967295 240 2 SHA512
      ZONEMD 0 255 255 SHA1
      SVCB 0 A.example.
      SVCB 65535 .
      SVCB 1 . port=53
      SVCB 1 foo.example.com. key667=hello
      SVCB 1 foo.example.com. key667="hello\\210qoo"
      SVCB 1 foo.example.com. ipv6hint="2001:db8::1,2001:db8::53:1"
      SVCB 1 example.com. ipv6hint="2001:db8:122:344::192.0.2.33"
      SVCB 16 foo.example.org. alpn=h2,h3-19 mandatory=ipv4hint,alpn ipv4hint=192.0.2.1
      SVCB 16 foo.example.org. alpn="f\\\\\\\\oo\\\\,bar,h2"
      SVCB 16 foo.example.org. alpn=f\\\\\\092oo\\092,bar,h2
      SVCB 1 . alpn=h2 no-default-alpn ech=AAEC dohpath=/dns-query{?dns} ohttp
      SVCB 1 . tls-supported-groups=29,23 docpath=dns,v1 alpn=co
      SVCB 1 . docpath key65534 key1000="a b"
      SVCB 1 . key3="\\001\\187"
      HTTPS 0 foo.example.com.
      HTTPS 1 . alpn=h2,h3 ipv4hint=192.0.2.1,192.0.2.2
      DSYNC CDS NOTIFY 5359 cds-scanner.example.net.
      DSYNC TYPE65535 255 65535 .
      HHIT AAEC
      BRID AAEC
      SPF "v=spf1 -all"
      UINFO \\# 1 00
      UID \\# 1 00
      GID \\# 1 00
      UNSPEC \\# 1 00
      NID 10 0014:4fff:ff20:ee64
      NID 65535 ffff:ffff:ffff:ffff
      NID 0 0:0:0:1
      L32 10 10.1.2.0
      L64 10 2001:0DB8:1140:1000
      LP 10 L64-subnet1.example.com.
      EUI48 00-00-5e-00-53-2a
      EUI64 00-00-5e-ef-10-00-00-2A
      OPT \\# 0
      NXNAME \\# 0
      TKEY \\# 0
      TSIG \\# 0
      IXFR \\# 0
      AXFR \\# 0
      MAILB \\# 0
      MAILA \\# 0
      ANY \\# 0
      URI 10 1 "ftp://ftp1.example.com/public"
      URI 65535 65535 "a\\"b\\\\c\\200"
      CAA 0 issue "ca1.example.net"
      CAA 255 ISSUEwild0 ""
      CAA 128 iodef "a \\"b\\\\ \\001"
      AVC "app-name:WOLFGANG|app-class:OAM|business=yes"
      DOA 1234567890 1234567890 1 "image/gif" R0lGODlhKAAZ
      DOA 0 4294967295 255 "" -
      AMTRELAY 10 0 1 203.0.113.15
      AMTRELAY 10 0 2 2001:db8::15
      AMTRELAY 128 1 3 Amtrelays.example.com.
      AMTRELAY 255 1 0 .
      RESINFO qnamemin exterr=15-17 infourl=https://resolver.example.com/guide
      WALLET ETH 0xdeadbeef
      CLA TCP-v4-v6
      IPN 0
      IPN 18446744073709551615
      TA 0 1 1 SHA1
      DLV 65535 255 255 00
      """;

  private Examples() {}

  static Stream<Example> all() {
    return TABLE
        .lines()
        .map(
            line -> {
              int space = line.indexOf(' ');
              String type = space < 0 ? line : line.substring(0, space);
              return new Example(type, space < 0 ? "" : filled(line.substring(space + 1)));
            });
  }

  private static String filled(String text) {
    // "SHA-256" and "SHA2-512" are mnemonics.
    return text.replaceAll("(?<= )SHA512$", SHA512)
        .replaceAll("(?<= )SHA384$", SHA384)
        .replaceAll("(?<= )SHA256$", SHA256)
        .replaceAll("(?<= )SHA1$", SHA1)
        .replace("LONG", LONG)
        .replace("NAME", NAME);
  }
}
