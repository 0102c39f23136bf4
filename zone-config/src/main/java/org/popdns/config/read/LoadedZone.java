package org.popdns.config.read;

import java.util.Optional;
import org.popdns.config.model.Zone;
import org.popdns.config.problem.ProblemLog;

/**
 * A zone with the problems of its files.
 *
 * @param zone empty if there is none at all
 * @param log the problems and the files read; nobody adds to it any more
 */
record LoadedZone(Optional<Zone> zone, ProblemLog log) {}
