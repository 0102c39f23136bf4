package org.popdns.config.write;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.popdns.config.record.RecordTypes;

/** SVCB and HTTPS (RFC 9460 §2.2) with the keys of octoDNS. Stateless. */
final class ServiceValue {

  private ServiceValue() {}

  static YamlNode of(RdataReader in) {
    YamlNode.Mapping value =
        new YamlNode.Mapping().with("svcpriority", in.u16()).with("targetname", in.name());
    if (in.hasMore()) {
      YamlNode.Mapping parameters = new YamlNode.Mapping();
      while (in.hasMore()) {
        int number = in.u16();
        parameters.with(RecordTypes.serviceParameter(number), parameter(number, in.part(in.u16())));
      }
      value.with("svcparams", parameters);
    }
    return value;
  }

  // RFC 9460 §14.3.2 and the registry of IANA.
  private static YamlNode parameter(int number, RdataReader in) {
    return switch (number) {
      case 0 -> each(in, part -> RecordTypes.serviceParameter(part.u16()));
      case 1 -> each(in, RdataReader::characterString);
      case 3 -> new YamlNode.Scalar(Integer.toString(in.u16()));
      case 4 -> each(in, part -> AddressFormat.ipv4(part.bytes(4)));
      case 5 -> YamlNode.text(in.restAsBase64());
      case 6 -> each(in, part -> AddressFormat.ipv6(part.bytes(16)));
      default -> in.hasMore() ? YamlNode.text(in.restAsText()) : YamlNode.NULL;
    };
  }

  private static YamlNode each(RdataReader in, Function<RdataReader, String> item) {
    List<YamlNode> items = new ArrayList<>();
    while (in.hasMore()) {
      items.add(YamlNode.text(item.apply(in)));
    }
    return new YamlNode.Sequence(items);
  }
}
