package org.popdns.config.write;

import java.nio.BufferUnderflowException;
import java.util.Optional;
import org.popdns.config.record.RecordType;

/** RDATA as a value in octoDNS's shape of its type. Stateless. */
final class OctodnsValue {

  private OctodnsValue() {}

  /**
   * The value.
   *
   * @return empty for types that octoDNS has no shape for; else what reads back as the same RDATA,
   *     unless that has bytes or a form that the shape has no way to say
   */
  static Optional<YamlNode> of(int type, byte[] rdata) {
    try {
      return Optional.of(read(type, new RdataReader(rdata)))
          .filter(node -> !node.equals(YamlNode.NULL));
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static YamlNode read(int type, RdataReader in) {
    return switch (type) {
      case RecordType.A -> YamlNode.text(AddressFormat.ipv4(in.rest()));
      case RecordType.AAAA -> YamlNode.text(AddressFormat.ipv6(in.rest()));
      case RecordType.NS, RecordType.CNAME, RecordType.DNAME, 12 -> YamlNode.text(in.name());
      case 16 -> text(in);
      case 29 -> LocValue.of(in);
      case 61 -> YamlNode.text(in.restAsBase64());
      case 64, 65 -> ServiceValue.of(in);
      case RecordType.MX ->
          new YamlNode.Mapping().with("preference", in.u16()).with("exchange", in.name());
      case RecordType.SRV ->
          new YamlNode.Mapping()
              .with("priority", in.u16())
              .with("weight", in.u16())
              .with("port", in.u16())
              .with("target", in.name());
      case 35 ->
          new YamlNode.Mapping()
              .with("order", in.u16())
              .with("preference", in.u16())
              .with("flags", in.characterString())
              .with("service", in.characterString())
              .with("regexp", in.characterString())
              .with("replacement", in.name());
      case RecordType.DS ->
          new YamlNode.Mapping()
              .with("key_tag", in.u16())
              .with("algorithm", in.u8())
              .with("digest_type", in.u8())
              .with("digest", in.restAsHex());
      case 44 ->
          new YamlNode.Mapping()
              .with("algorithm", in.u8())
              .with("fingerprint_type", in.u8())
              .with("fingerprint", in.restAsHex());
      case 52 ->
          new YamlNode.Mapping()
              .with("certificate_usage", in.u8())
              .with("selector", in.u8())
              .with("matching_type", in.u8())
              .with("certificate_association_data", in.restAsHex());
      case 256 ->
          new YamlNode.Mapping()
              .with("priority", in.u16())
              .with("weight", in.u16())
              .with("target", in.restAsText());
      case 257 ->
          new YamlNode.Mapping()
              .with("flags", in.u8())
              .with("tag", in.characterString())
              .with("value", in.restAsText());
      default -> YamlNode.NULL;
    };
  }

  // One text, however it is cut into strings; octoDNS wants semicolons escaped.
  private static YamlNode text(RdataReader in) {
    StringBuilder text = new StringBuilder();
    while (in.hasMore()) {
      text.append(in.characterString());
    }
    boolean quoted =
        text.length() > 1 && text.charAt(0) == '"' && text.charAt(text.length() - 1) == '"';
    String escaped = text.toString().replace(";", "\\;");
    return YamlNode.text(quoted ? '"' + escaped + '"' : escaped);
  }
}
