package org.popdns.config.model;

import java.nio.file.Path;

/**
 * A file in the zones' folder that is served from nothing, as its name does not say whose it is.
 *
 * @param reason what is wrong with the name, in one line, with the file
 */
public record LeftOutFile(Path file, String reason) {}
