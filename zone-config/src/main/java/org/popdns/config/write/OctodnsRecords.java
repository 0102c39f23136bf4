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
 * type's shape cannot say exactly is, for popdns, written in the form of RFC 3597 §5, which does
 * for every type, and for octoDNS left out.
 *
 * @param type the type's name in the file
 * @param values at least one, unless the set is left out
 * @param loss what is lost, as it stands behind the set's name; empty if nothing is
 */
record OctodnsRecords(String type, List<YamlNode> values, Optional<String> loss) {

  OctodnsRecords {
    values = List.copyOf(values);
  }

  static OctodnsRecords of(int type, List<byte[]> rdata, OctodnsWriter.Dialect dialect) {
    RecordType recordType = RecordTypes.byNumber(type);
    if (dialect == OctodnsWriter.Dialect.OCTODNS && !OctodnsRules.hasType(recordType)) {
      return leftOut(recordType, "octoDNS has no such type");
    }
    boolean isText = type == RecordType.TXT || type == RecordType.SPF;
    boolean isCutAnew = false;
    List<YamlNode> values = new ArrayList<>(rdata.size());
    for (byte[] bytes : rdata) {
      Optional<YamlNode> value = OctodnsValue.of(recordType, bytes, dialect);
      Optional<byte[]> again = value.flatMap(node -> read(node, recordType));
      boolean same = again.filter(read -> Arrays.equals(read, bytes)).isPresent();
      switch (dialect) {
        case POPDNS -> {
          if (!same) {
            return generic(type, rdata);
          }
        }
        case OCTODNS -> {
          if (isText && value.isPresent() && OctodnsText.joined(bytes).length == 0) {
            return leftOut(recordType, "octoDNS takes no empty text");
          }
          if (!same && !(isText && isSameText(again, bytes))) {
            return leftOut(recordType, "octoDNS has no way to write these bytes");
          }
          isCutAnew |= !same;
        }
      }
      values.add(value.orElseThrow());
    }
    return new OctodnsRecords(
        recordType.mnemonic(),
        values,
        isCutAnew
            ? Optional.of("is cut anew: octoDNS has strings of 255 bytes")
            : Optional.empty());
  }

  private static OctodnsRecords leftOut(RecordType type, String reason) {
    return new OctodnsRecords(type.mnemonic(), List.of(), Optional.of("is left out: " + reason));
  }

  private static boolean isSameText(Optional<byte[]> again, byte[] rdata) {
    return again
        .filter(read -> Arrays.equals(OctodnsText.joined(read), OctodnsText.joined(rdata)))
        .isPresent();
  }

  private static OctodnsRecords generic(int type, List<byte[]> rdata) {
    return new OctodnsRecords(
        "TYPE" + type,
        rdata.stream().<YamlNode>map(bytes -> new YamlNode.Text(RdataText.generic(bytes))).toList(),
        Optional.empty());
  }

  private static Optional<byte[]> read(YamlNode value, RecordType type) {
    String yaml = YamlWriter.entry("value", value);
    FileProblems problems = new ProblemLog().of(new SourceText(Path.of("export"), yaml));
    YamlRdata rdata = new YamlRdata(DomainName.ROOT, problems);
    return TreeReader.read(problems)
        .filter(MappingNode.class::isInstance)
        .map(root -> ((MappingNode) root).entries().getFirst().value())
        .filter(node -> rdata.read(type, node))
        .map(node -> Arrays.copyOf(rdata.bytes(), rdata.length()));
  }
}
