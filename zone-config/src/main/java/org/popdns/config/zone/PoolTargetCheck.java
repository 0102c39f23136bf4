package org.popdns.config.zone;

import java.util.LinkedHashSet;
import java.util.Set;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.Pool;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.Target;
import org.popdns.config.model.ZoneNames;
import org.popdns.config.model.ZoneNames.Match;
import org.popdns.config.problem.Quoted;
import org.popdns.config.zone.RecordPlaces.Part;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;

/** The names in the pools of a dynamic CNAME that are in the same zone are there. */
final class PoolTargetCheck implements RecordSetCheck {

  @Override
  public void check(CheckedZone zone) {
    if (!zone.cursor().isSteered() || zone.cursor().type() != RecordType.CNAME) {
      return;
    }
    SteeringPlan plan = zone.records().ownPlans().get(zone.cluster());
    if (plan == null) {
      return;
    }
    for (Pool pool : plan.pools().values()) {
      Set<DomainName> missing = new LinkedHashSet<>();
      pool.endpoints()
          .map(Endpoint::target)
          .filter(Target.Name.class::isInstance)
          .map(target -> ((Target.Name) target).name())
          .filter(name -> isMissing(zone, name))
          .forEach(missing::add);
      for (DomainName name : missing) {
        zone.mark(Part.CLUSTER)
            .warning(
                "the pool "
                    + Quoted.of(pool.name())
                    + " leads to "
                    + name
                    + ", which does not exist");
      }
    }
  }

  private static boolean isMissing(CheckedZone zone, DomainName name) {
    if (!name.isAtOrBelow(zone.origin())) {
      return false;
    }
    ZoneNames names = zone.names();
    byte[] labels = name.toWire();
    int length = labels.length - zone.origin().lengthBytes();
    return names.match(names.encloser(labels, 0, length), length) == Match.NONEXISTENT;
  }
}
