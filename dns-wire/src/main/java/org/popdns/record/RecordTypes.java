package org.popdns.record;

import static org.popdns.record.Names.Age.LISTED;
import static org.popdns.record.Names.Age.NEW;
import static org.popdns.record.Names.Age.WELL_KNOWN;
import static org.popdns.record.Names.Target.ALIAS;
import static org.popdns.record.Names.Target.HOST;
import static org.popdns.record.RecordType.Use.MESSAGE;
import static org.popdns.record.RecordType.Use.SIGNING;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The table of record types: every type of IANA's registry that has a text form. All that depends
 * on what RDATA looks like comes from here: how it is read and written, checked, compared,
 * compressed and followed, and what the schema and the documentation say of it. Immutable; any
 * thread.
 *
 * <p>No text form is defined anywhere for NULL (RFC 1035 §3.3.10), UINFO, UID, GID, UNSPEC
 * (reserved by IANA-Reserved, without a document), NXNAME (RFC 9824 §3.1), and the types of
 * messages and queries: OPT, TKEY, TSIG, IXFR, AXFR, MAILB, MAILA, ANY. They have a row for their
 * names; their RDATA is written as RFC 3597 §5 has it, as that of types without a row is.
 */
public final class RecordTypes {

  private static final FieldKind U8 = Integers.U8;
  private static final FieldKind U16 = Integers.U16;
  private static final FieldKind U32 = Integers.U32;
  private static final FieldKind STRING = Texts.STRING;
  private static final FieldKind STRINGS = Texts.STRINGS;
  private static final FieldKind HEX = Hexadecimal.TO_END;
  private static final FieldKind BASE64 = BaseN.TO_END;

  // IANA, DNS Security Algorithm Numbers.
  private static final FieldKind ALGORITHM =
      Integers.named(
          1,
          "RSASHA256",
          8,
          "RSAMD5",
          1,
          "DH",
          2,
          "DSA",
          3,
          "ECC",
          4,
          "RSASHA1",
          5,
          "NSEC3DSA",
          6,
          "DSA-NSEC3-SHA1",
          6,
          "NSEC3RSASHA1",
          7,
          "RSASHA1-NSEC3-SHA1",
          7,
          "RSASHA512",
          10,
          "ECCGOST",
          12,
          "ECC-GOST",
          12,
          "ECDSAP256SHA256",
          13,
          "ECDSAP384SHA384",
          14,
          "ED25519",
          15,
          "ED448",
          16,
          "SM2SM3",
          17,
          "ECC-GOST12",
          23,
          "INDIRECT",
          252,
          "PRIVATEDNS",
          253,
          "PRIVATEOID",
          254);
  private static final FieldKind PROTOCOL =
      Integers.named(1, "DNSSEC", 3, "NONE", 0, "TLS", 1, "EMAIL", 2, "IPSEC", 4, "ALL", 255);
  private static final FieldKind DIGEST_TYPE =
      Integers.named(
          1, "SHA-256", 2, "SHA256", 2, "SHA-1", 1, "SHA1", 1, "GOST", 3, "SHA-384", 4, "SHA384",
          4);
  // RFC 4398 §2.1.
  private static final FieldKind CERTIFICATE =
      Integers.named(
          2, "PKIX", 1, "SPKI", 2, "PGP", 3, "IPKIX", 4, "ISPKI", 5, "IPGP", 6, "ACPKIX", 7,
          "IACPKIX", 8, "URI", 253, "OID", 254);
  // RFC 7218 §2.
  private static final FieldKind USAGE =
      Integers.named(1, "DANE-EE", 3, "PKIX-TA", 0, "PKIX-EE", 1, "DANE-TA", 2, "PRIVCERT", 255);
  private static final FieldKind SELECTOR = Integers.named(1, "SPKI", 1, "CERT", 0, "PRIVSEL", 255);
  private static final FieldKind MATCHING =
      Integers.named(1, "SHA2-256", 1, "FULL", 0, "SHA2-512", 2, "PRIVMATCH", 255);
  // RFC 9859 §2.
  private static final FieldKind SCHEME = Integers.named(1, "NOTIFY", 1);
  private static final FieldKind IP_PROTOCOL = Integers.named(1, "TCP", 6, "UDP", 17, "ICMP", 1);

  // Those that BIND 9.18, NSD 4.6 and Knot 3.2 do not all know by name.
  private static final Set<String> RARE =
      Set.of(
          "NULL",
          "KEY",
          "MD",
          "MF",
          "MB",
          "MG",
          "MR",
          "WKS",
          "X25",
          "ISDN",
          "NSAP",
          "NSAP-PTR",
          "SIG",
          "PX",
          "GPOS",
          "NXT",
          "EID",
          "NIMLOC",
          "ATMA",
          "A6",
          "SINK",
          "HIP",
          "NINFO",
          "RKEY",
          "TALINK",
          "DSYNC",
          "HHIT",
          "BRID",
          "AVC",
          "DOA",
          "AMTRELAY",
          "RESINFO",
          "WALLET",
          "CLA",
          "IPN",
          "TA",
          "DLV",
          "UINFO",
          "UID",
          "GID",
          "UNSPEC",
          "NXNAME");

  private static final List<RecordType> TABLE = table();
  private static final @Nullable RecordType[] BY_NUMBER = new RecordType[0x10000];
  private static final int MNEMONIC_SLOTS = 512;
  private static final @Nullable RecordType[] BY_MNEMONIC = new RecordType[MNEMONIC_SLOTS];

  static {
    for (RecordType type : TABLE) {
      BY_NUMBER[type.number()] = type;
      byte[] mnemonic = type.mnemonic().getBytes(StandardCharsets.US_ASCII);
      int slot = hash(mnemonic, 0, mnemonic.length);
      while (BY_MNEMONIC[slot] != null) {
        slot = (slot + 1) % MNEMONIC_SLOTS;
      }
      BY_MNEMONIC[slot] = type;
    }
  }

  private RecordTypes() {}

  private static List<RecordType> table() {
    List<RecordType> rows = new ArrayList<>();
    rows.addAll(ofRfc1035());
    rows.addAll(ofHostsAndServices());
    rows.addAll(ofKeysAndSignatures());
    rows.addAll(ofMessages());
    return List.copyOf(rows);
  }

  /** RFC 1035 §3.3, §3.4. */
  private static List<RecordType> ofRfc1035() {
    return List.of(
        type("A", 1, field("address", Ipv4.ADDRESS)),
        type("NS", 2, field("nsdname", Names.of(WELL_KNOWN, HOST))),
        type("MD", 3, field("madname", Names.of(WELL_KNOWN, HOST))),
        type("MF", 4, field("madname", Names.of(WELL_KNOWN, HOST))),
        type("CNAME", 5, field("cname", Names.of(WELL_KNOWN, ALIAS))).one(),
        type(
                "SOA",
                6,
                field("mname", Names.of(WELL_KNOWN)),
                field("rname", Names.of(WELL_KNOWN)),
                field("serial", U32),
                field("refresh", Seconds.TIME),
                field("retry", Seconds.TIME),
                field("expire", Seconds.TIME),
                field("minimum", Seconds.TIME))
            .one(),
        type("MB", 7, field("madname", Names.of(WELL_KNOWN, HOST))),
        type("MG", 8, field("mgmname", Names.of(WELL_KNOWN))),
        type("MR", 9, field("newname", Names.of(WELL_KNOWN))),
        type("NULL", 10),
        type(
            "WKS",
            11,
            field("address", Ipv4.ADDRESS),
            field("protocol", IP_PROTOCOL),
            field("ports", WellKnownServices.PORTS)),
        type("PTR", 12, field("ptrdname", Names.of(WELL_KNOWN))),
        type("HINFO", 13, field("cpu", STRING), field("os", STRING)),
        type(
            "MINFO",
            14,
            field("rmailbx", Names.of(WELL_KNOWN)),
            field("emailbx", Names.of(WELL_KNOWN))),
        type(
            "MX",
            15,
            field("preference", U16).or("priority"),
            field("exchange", Names.of(WELL_KNOWN, HOST)).or("value")),
        type("TXT", 16, field("txt", STRINGS)));
  }

  private static List<RecordType> ofHostsAndServices() {
    return List.of(
        type("RP", 17, field("mbox", Names.of(LISTED)), field("txt", Names.of(LISTED))),
        type("AFSDB", 18, field("subtype", U16), field("hostname", Names.of(LISTED, HOST))),
        type("X25", 19, field("psdn_address", STRING)).doubted(Doubts::ofX25),
        type("ISDN", 20, field("isdn_address", STRING), field("subaddress", Texts.OPTIONAL_STRING)),
        type(
            "RT", 21, field("preference", U16), field("intermediate_host", Names.of(LISTED, HOST))),
        type("NSAP", 22, field("address", Hexadecimal.NSAP)),
        type("NSAP-PTR", 23, field("owner", Names.of(NEW))),
        type(
            "PX",
            26,
            field("preference", U16),
            field("map822", Names.of(LISTED)),
            field("mapx400", Names.of(LISTED))),
        type(
            "GPOS",
            27,
            field("longitude", STRING),
            field("latitude", STRING),
            field("altitude", STRING)),
        type("AAAA", 28, field("address", Ipv6.ADDRESS)),
        type("LOC", 29, field("location", Location.PLACE)).doubted(Location::doubt),
        type("EID", 31, field("endpoint", HEX)),
        type("NIMLOC", 32, field("locator", HEX)),
        type(
            "SRV",
            33,
            field("priority", U16),
            field("weight", U16),
            field("port", U16),
            field("target", Names.of(LISTED, HOST))),
        type("ATMA", 34, field("address", AtmAddress.ADDRESS)),
        type(
                "NAPTR",
                35,
                field("order", U16),
                field("preference", U16),
                field("flags", STRING),
                field("service", STRING),
                field("regexp", STRING),
                field("replacement", Names.of(LISTED)))
            .doubted(NaptrDoubt.CHECK),
        type("KX", 36, field("preference", U16), field("exchanger", Names.of(LISTED, HOST))),
        type(
            "A6",
            38,
            field("prefix_length", U8),
            field("suffix", ChainedAddress.SUFFIX),
            field("prefix_name", ChainedAddress.PREFIX_NAME)),
        type("DNAME", 39, field("target", Names.of(LISTED, ALIAS))).one(),
        type(
            "SINK",
            40,
            field("meaning", U8),
            field("coding", U8),
            field("subcoding", U8),
            field("data", BaseN.MAYBE_TO_END)),
        type("APL", 42, field("prefixes", AddressPrefixes.LIST)),
        type("NINFO", 56, field("zs_data", STRINGS)),
        type(
            "TALINK", 58, field("previous_name", Names.of(NEW)), field("next_name", Names.of(NEW))),
        type(
                "SVCB",
                64,
                field("svcpriority", U16),
                field("targetname", Names.of(NEW)),
                field("svcparams", ServiceParameters.LIST).orElse(""))
            .doubted(ServiceDoubt.CHECK),
        type(
                "HTTPS",
                65,
                field("svcpriority", U16),
                field("targetname", Names.of(NEW)),
                field("svcparams", ServiceParameters.LIST).orElse(""))
            .doubted(ServiceDoubt.CHECK),
        type("SPF", 99, field("txt", STRINGS)),
        type("UINFO", 100),
        type("UID", 101),
        type("GID", 102),
        type("UNSPEC", 103),
        type("NID", 104, field("preference", U16), field("node_id", Grouped.ILNP_64)),
        type("L32", 105, field("preference", U16), field("locator32", Ipv4.ADDRESS)),
        type("L64", 106, field("preference", U16), field("locator64", Grouped.ILNP_64)),
        type("LP", 107, field("preference", U16), field("fqdn", Names.of(NEW))),
        type("EUI48", 108, field("address", Grouped.EUI48)),
        type("EUI64", 109, field("address", Grouped.EUI64)),
        type(
            "URI",
            256,
            field("priority", U16),
            field("weight", U16),
            field("target", Texts.TO_END)),
        type(
            "CAA",
            257,
            field("flags", U8).orElse("0"),
            field("tag", Texts.TAG),
            field("value", Texts.TO_END)),
        type("AVC", 258, field("avc_data", STRINGS)),
        type(
            "DOA",
            259,
            field("enterprise", U32),
            field("type", U32),
            field("location", U8),
            field("media_type", STRING),
            field("data", BaseN.DASH_TO_END)),
        type(
            "AMTRELAY",
            260,
            field("precedence", U8),
            field("discovery_optional", Bits.FIRST),
            field("type", Bits.OTHERS),
            field("relay", Gateway.AMTRELAY)),
        type("RESINFO", 261, field("resinfo", STRINGS)),
        type("WALLET", 262, field("wallet", STRINGS)),
        type("CLA", 263, field("cla", STRINGS)),
        type("IPN", 264, field("node_number", WideInteger.U64)));
  }

  private static List<RecordType> ofKeysAndSignatures() {
    return List.of(
        type("SIG", 24, signature()),
        type(
            "KEY",
            25,
            field("flags", U16),
            field("protocol", PROTOCOL),
            field("algorithm", ALGORITHM),
            field("public_key", BaseN.KEY)),
        type(
            "NXT", 30, field("next_domain_name", Names.of(LISTED)), field("types", TypeBitmap.NXT)),
        type(
            "CERT",
            37,
            field("type", CERTIFICATE),
            field("key_tag", U16),
            field("algorithm", ALGORITHM),
            field("certificate", BASE64)),
        type("DS", 43, digestOfKey()).checked(DigestLength.DS_IN_USE).doubted(DigestLength.DS),
        type(
                "SSHFP",
                44,
                field("algorithm", U8),
                field("fingerprint_type", U8),
                field("fingerprint", HEX))
            .doubted(DigestLength.SSHFP),
        type(
                "IPSECKEY",
                45,
                field("precedence", U8),
                field("gateway_type", U8),
                field("algorithm", U8),
                field("gateway", Gateway.IPSECKEY),
                field("public_key", BaseN.MAYBE_TO_END).orElse(""))
            .doubted(Doubts::ofIpseckey),
        type("RRSIG", 46, signature()).madeBy(SIGNING),
        type("NSEC", 47, field("next_domain_name", Names.of(NEW)), field("types", TypeBitmap.SOME))
            .madeBy(SIGNING),
        type("DNSKEY", 48, publicKey()),
        type("DHCID", 49, field("digest", BASE64)),
        type(
                "NSEC3",
                50,
                field("hash_algorithm", U8),
                field("flags", U8),
                field("iterations", U16),
                field("salt", Hexadecimal.SALT),
                field("next_hashed_owner_name", BaseN.HASH),
                field("types", TypeBitmap.ANY).orElse(""))
            .madeBy(SIGNING),
        type(
            "NSEC3PARAM",
            51,
            field("hash_algorithm", U8),
            field("flags", U8),
            field("iterations", U16),
            field("salt", Hexadecimal.SALT)),
        type("TLSA", 52, certificateAssociation()).doubted(DigestLength.TLSA),
        type("SMIMEA", 53, certificateAssociation()).doubted(DigestLength.TLSA),
        type(
            "HIP",
            55,
            field("pk_algorithm", HostIdentity.ALGORITHM),
            field("hit", HostIdentity.TAG),
            field("public_key", HostIdentity.KEY),
            field("rendezvous_servers", Names.list()).orElse("")),
        type("RKEY", 57, publicKey()).doubted(Doubts::ofRkey),
        type("CDS", 59, digestOfKey()).doubted(DigestLength.DS),
        type("CDNSKEY", 60, publicKey()),
        type("OPENPGPKEY", 61, field("public_key", BASE64)),
        type(
            "CSYNC",
            62,
            field("soa_serial", U32),
            field("flags", U16),
            field("types", TypeBitmap.ANY).orElse("")),
        type(
                "ZONEMD",
                63,
                field("serial", U32),
                field("scheme", U8),
                field("hash_algorithm", U8),
                field("digest", HEX))
            .doubted(Doubts::ofZonemd),
        type(
            "DSYNC",
            66,
            field("rrtype", TypeMnemonic.TYPE),
            field("scheme", SCHEME),
            field("port", U16),
            field("target", Names.of(NEW))),
        type("HHIT", 67, field("hhit", BASE64)),
        type("BRID", 68, field("brid", BASE64)),
        type("TA", 32768, digestOfKey()).doubted(DigestLength.DS),
        type("DLV", 32769, digestOfKey()).doubted(DigestLength.DS));
  }

  private static List<RecordType> ofMessages() {
    return List.of(
        type("OPT", RecordType.OPT).madeBy(MESSAGE),
        type("NXNAME", 128).madeBy(MESSAGE),
        type("TKEY", 249).madeBy(MESSAGE),
        type("TSIG", RecordType.TSIG).madeBy(MESSAGE),
        type("IXFR", RecordType.IXFR).madeBy(MESSAGE),
        type("AXFR", RecordType.AXFR).madeBy(MESSAGE),
        type("MAILB", 253).madeBy(MESSAGE),
        type("MAILA", 254).madeBy(MESSAGE),
        type("ANY", RecordType.ANY).madeBy(MESSAGE));
  }

  /** RFC 4034 §3.1. */
  private static Field[] signature() {
    return new Field[] {
      field("type_covered", TypeMnemonic.TYPE),
      field("algorithm", ALGORITHM),
      field("labels", U8),
      field("original_ttl", Seconds.TIME),
      field("signature_expiration", Timestamp.TIME),
      field("signature_inception", Timestamp.TIME),
      field("key_tag", U16),
      field("signers_name", Names.of(LISTED)),
      field("signature", BASE64)
    };
  }

  /** RFC 4034 §2.1. */
  private static Field[] publicKey() {
    return new Field[] {
      field("flags", U16),
      field("protocol", PROTOCOL),
      field("algorithm", ALGORITHM),
      field("public_key", BASE64)
    };
  }

  /** RFC 4034 §5.1. */
  private static Field[] digestOfKey() {
    return new Field[] {
      field("key_tag", U16),
      field("algorithm", ALGORITHM),
      field("digest_type", DIGEST_TYPE),
      field("digest", HEX)
    };
  }

  /** RFC 6698 §2.1. */
  private static Field[] certificateAssociation() {
    return new Field[] {
      field("certificate_usage", USAGE),
      field("selector", SELECTOR),
      field("matching_type", MATCHING),
      field("certificate_association_data", HEX)
    };
  }

  private static RecordType type(String mnemonic, int number, Field... fields) {
    return RecordType.of(mnemonic, number, fields);
  }

  private static Field field(String key, FieldKind kind) {
    return Field.of(key, kind);
  }

  /** All rows. */
  public static List<RecordType> all() {
    return TABLE;
  }

  /** The mnemonics of the types that are written into zones. */
  public static List<String> mnemonics() {
    return TABLE.stream()
        .filter(type -> type.use() == RecordType.Use.DATA)
        .map(RecordType::mnemonic)
        .toList();
  }

  /** The type of a number, 0 to 65535, with its own name if it has one. */
  public static RecordType byNumber(int number) {
    RecordType known = BY_NUMBER[number];
    if (known == null) {
      // Two threads may each make one; they are alike, and have final fields only.
      known = RecordType.unknown(number);
      BY_NUMBER[number] = known;
    }
    return known;
  }

  /** The mnemonic of a number, or {@code TYPEnnn} (RFC 3597 §5). */
  public static String mnemonic(int number) {
    return byNumber(number).mnemonic();
  }

  /** The type of a mnemonic or {@code TYPEnnn} (RFC 3597 §5), in any case. */
  public static Optional<RecordType> byMnemonic(String mnemonic) {
    byte[] bytes = mnemonic.getBytes(StandardCharsets.UTF_8);
    return Optional.ofNullable(byMnemonic(bytes, 0, bytes.length));
  }

  /** The type of a mnemonic or {@code TYPEnnn} among bytes, in any case; null if there is none. */
  public static @Nullable RecordType byMnemonic(byte[] text, int from, int to) {
    int number = number(text, from, to);
    return number < 0 ? null : byNumber(number);
  }

  /** Its number; -1 if there is none. */
  static int number(byte[] text, int from, int to) {
    if (from == to) {
      return -1;
    }
    for (int slot = hash(text, from, to); ; slot = (slot + 1) % MNEMONIC_SLOTS) {
      RecordType type = BY_MNEMONIC[slot];
      if (type == null) {
        break;
      }
      if (Ascii.is(text, from, to, type.mnemonic())) {
        return type.number();
      }
    }
    boolean generic = to - from > 4 && Ascii.is(text, from, from + 4, "TYPE");
    return generic ? (int) Ascii.number(text, from + 4, to, 0xffff) : -1;
  }

  private static int hash(byte[] text, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + Ascii.upper(text[i]);
    }
    return (hash ^ hash >>> 9) & MNEMONIC_SLOTS - 1;
  }

  /**
   * True if BIND 9.18, NSD 4.6 and Knot 3.2 all know the type by its name. They read the others as
   * RFC 3597 §5 has them.
   */
  public static boolean isWidelyKnown(int number) {
    RecordType type = byNumber(number);
    return !type.mnemonic().startsWith("TYPE") && !RARE.contains(type.mnemonic());
  }

  /** A type's name if all know it, else {@code TYPEnnn}. */
  public static String portableMnemonic(int number) {
    return isWidelyKnown(number) ? mnemonic(number) : "TYPE" + number;
  }
}
