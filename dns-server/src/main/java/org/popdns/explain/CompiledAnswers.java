package org.popdns.explain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.name.DomainName;
import org.popdns.snapshot.Snapshot;
import org.popdns.steering.SteeringDecision;

/** Where the answers come from that an explanation shows. */
public interface CompiledAnswers {

  /**
   * What would be answered from.
   *
   * @param origin the zone that holds the name asked, if there is one
   * @param decisions of the plans that the answer leads to, by their names: one for each region
   */
  Snapshot with(Optional<DomainName> origin, Map<String, List<SteeringDecision>> decisions);
}
