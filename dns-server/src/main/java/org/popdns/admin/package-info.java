/**
 * How operators and monitoring speak to a running server: the protocols of the control socket and
 * of the health endpoint, and the JSON that both carry. It knows nothing of what is asked for.
 */
@NullMarked
package org.popdns.admin;

import org.jspecify.annotations.NullMarked;
