package org.popdns.state;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where announcements keep what must outlive the process.
 *
 * @param history the changes; empty to keep them in memory
 * @param drains the operator's drains; empty to keep them in memory
 */
public record StateFiles(Optional<Path> history, Optional<Path> drains) {}
