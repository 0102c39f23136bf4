/**
 * Asks popdns and three other nameservers the same questions about the same zones. Where the other
 * three agree, popdns must agree with them; where they don't, it is counted. It runs as a program,
 * apart from the build, and knows popdns only by its command line and what it answers.
 */
@NullMarked
package org.popdns.differential;

import org.jspecify.annotations.NullMarked;
