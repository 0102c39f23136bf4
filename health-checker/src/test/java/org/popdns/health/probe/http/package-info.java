@NullMarked
package org.popdns.health.probe.http;

import org.jspecify.annotations.NullMarked;
