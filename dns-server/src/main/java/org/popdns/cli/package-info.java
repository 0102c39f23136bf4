/**
 * The command line: what the operator types, and what is printed back. Data goes to standard
 * output, messages and logs to standard error.
 */
@NullMarked
package org.popdns.cli;

import org.jspecify.annotations.NullMarked;
