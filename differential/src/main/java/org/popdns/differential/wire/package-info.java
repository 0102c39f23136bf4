/**
 * Questions and responses as they are compared: what a message says, without what may differ
 * between right answers. It decodes messages itself, so that popdns is not judged by code of its
 * own. Nothing here knows of servers.
 */
@NullMarked
package org.popdns.differential.wire;

import org.jspecify.annotations.NullMarked;
