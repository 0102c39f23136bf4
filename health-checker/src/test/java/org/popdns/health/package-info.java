@NullMarked
package org.popdns.health;

import org.jspecify.annotations.NullMarked;
