package org.popdns.publish;

import java.time.Instant;
import org.popdns.config.model.Cluster;
import org.popdns.steering.SteeringDecision;

/**
 * How a cluster is answered now.
 *
 * @param cluster its definition
 * @param decision whose addresses answer, and why
 * @param since when the rule or the site last changed
 */
public record ClusterState(Cluster cluster, SteeringDecision decision, Instant since) {}
