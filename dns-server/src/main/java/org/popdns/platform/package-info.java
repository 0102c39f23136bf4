/**
 * What the JVM does not offer of the operating system: system calls, the layouts of their
 * structures, the numbers of their constants. Linux on x86-64 and aarch64, whose structures used
 * here are laid out alike. Nothing here knows what DNS is.
 */
@NullMarked
package org.popdns.platform;

import org.jspecify.annotations.NullMarked;
