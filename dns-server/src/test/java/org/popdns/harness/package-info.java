/** What black-box tests stand on: a nameserver on free ports and clients that see every byte. */
@NullMarked
package org.popdns.harness;

import org.jspecify.annotations.NullMarked;
