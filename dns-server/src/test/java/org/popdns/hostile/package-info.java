/**
 * Clients that mean harm: broken messages in great numbers, and connections that only take room.
 */
@NullMarked
package org.popdns.hostile;

import org.jspecify.annotations.NullMarked;
