package org.popdns.config.record;

import java.util.Optional;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.name.DomainName;

/** SVCB and HTTPS (RFC 9460), with the keys of octoDNS. */
record ServiceShape() implements ValueShape {

  @Override
  public Optional<byte[]> read(Node value, String what, DomainName zone, FileProblems problems) {
    return Fields.of(value, what + " record", value.span(), problems)
        .flatMap(
            fields -> {
              Optional<byte[]> priority =
                  fields
                      .required("svcpriority")
                      .flatMap(
                          node -> FieldKind.U16.read(node, what + " svcpriority", zone, problems));
              Optional<byte[]> target =
                  fields
                      .required("targetname")
                      .flatMap(
                          node -> FieldKind.NAME.read(node, what + " targetname", zone, problems));
              Optional<Node> given = fields.optional("svcparams");
              Optional<byte[]> parameters =
                  given
                      .map(node -> new ServiceParameters(what, zone, problems).read(node))
                      .orElse(Optional.of(new byte[0]));
              fields.refuseUnknown();
              if (priority.isEmpty() || target.isEmpty() || parameters.isEmpty()) {
                return Optional.empty();
              }
              boolean alias = priority.get()[0] == 0 && priority.get()[1] == 0;
              if (alias && parameters.get().length > 0) {
                // RFC 9460 §2.4.2: recipients ignore the parameters of AliasMode.
                given.ifPresent(
                    node ->
                        problems.error(
                            node.span(),
                            what + " with svcpriority 0 is an alias, without svcparams"));
              }
              return Optional.of(
                  new RdataBuilder()
                      .bytes(priority.get())
                      .bytes(target.get())
                      .bytes(parameters.get())
                      .build());
            });
  }
}
