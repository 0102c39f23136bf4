package org.popdns.config.write;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.ProblemLog;
import org.popdns.config.problem.SourceText;
import org.popdns.config.record.YamlRdata;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.config.tree.TreeReader;
import org.popdns.name.DomainName;
import org.popdns.record.RdataText;
import org.popdns.record.RecordType;
import org.popdns.record.RecordTypes;

/**
 * The values of a record set in octoDNS's YAML. Each is read back: a set with a value that its
 * type's shape cannot say exactly is written in the form of RFC 3597 §5, which does for every type.
 *
 * @param type the type's name in the file
 * @param values at least one
 */
record OctodnsRecords(String type, List<YamlNode> values) {

  OctodnsRecords {
    values = List.copyOf(values);
  }

  static OctodnsRecords of(int type, List<byte[]> rdata, OctodnsWriter.Dialect dialect) {
    RecordType recordType = RecordTypes.byNumber(type);
    List<YamlNode> values = new ArrayList<>(rdata.size());
    for (byte[] bytes : rdata) {
      Optional<YamlNode> value =
          OctodnsValue.of(recordType, bytes).filter(node -> says(node, recordType, bytes, dialect));
      if (value.isEmpty()) {
        return generic(type, rdata);
      }
      values.add(value.get());
    }
    return new OctodnsRecords(recordType.mnemonic(), values);
  }

  private static OctodnsRecords generic(int type, List<byte[]> rdata) {
    return new OctodnsRecords(
        "TYPE" + type,
        rdata.stream()
            .<YamlNode>map(bytes -> new YamlNode.Text(RdataText.generic(bytes)))
            .toList());
  }

  private static boolean says(
      YamlNode value, RecordType type, byte[] rdata, OctodnsWriter.Dialect dialect) {
    return read(value, type)
        .filter(
            again ->
                switch (dialect) {
                  case POPDNS -> Arrays.equals(again, rdata);
                  // octoDNS cuts a text into strings in a way of its own.
                  case OCTODNS ->
                      type.number() == RecordType.TXT || type.number() == RecordType.SPF
                          ? Arrays.equals(joined(again), joined(rdata))
                          : Arrays.equals(again, rdata);
                })
        .isPresent();
  }

  private static Optional<byte[]> read(YamlNode value, RecordType type) {
    String yaml = YamlWriter.entry("value", value);
    FileProblems problems = new ProblemLog().of(new SourceText(Path.of("export"), yaml));
    return TreeReader.read(problems)
        .filter(MappingNode.class::isInstance)
        .map(root -> ((MappingNode) root).entries().getFirst().value())
        .flatMap(node -> new YamlRdata(DomainName.ROOT, problems).read(type, node));
  }

  private static byte[] joined(byte[] strings) {
    byte[] text = new byte[strings.length];
    int end = 0;
    for (int i = 0; i < strings.length; i += 1 + (strings[i] & 0xff)) {
      System.arraycopy(strings, i + 1, text, end, strings[i] & 0xff);
      end += strings[i] & 0xff;
    }
    return Arrays.copyOf(text, end);
  }
}
