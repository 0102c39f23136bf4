@NullMarked
package org.popdns.config.probe.http;

import org.jspecify.annotations.NullMarked;
