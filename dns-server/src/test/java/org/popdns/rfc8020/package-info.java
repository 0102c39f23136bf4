/** NXDOMAIN: nothing underneath. */
@NullMarked
package org.popdns.rfc8020;

import org.jspecify.annotations.NullMarked;
