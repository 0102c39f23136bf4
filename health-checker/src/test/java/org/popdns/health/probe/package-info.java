@NullMarked
package org.popdns.health.probe;

import org.jspecify.annotations.NullMarked;
