/** Tests of the commands as the operator types them: whole outputs, streams and exit codes. */
@NullMarked
package org.popdns.cli;

import org.jspecify.annotations.NullMarked;
