package org.popdns.publish;

import org.popdns.state.store.ConfigurationStore;
import org.popdns.time.Moment;

/**
 * A stored configuration.
 *
 * @param at when it was stored; of one from before this process, as long before it was first seen
 *     as the wall clock said then
 */
public record StoredConfiguration(ConfigurationStore.Entry entry, Moment at) {}
