package org.popdns.differential;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.popdns.answer.Responder;
import org.popdns.answer.ServerCookies;
import org.popdns.answer.ServerIdentity;
import org.popdns.answer.WorkerCounters;
import org.popdns.config.model.Zone;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.snapshot.HealthAnswers;
import org.popdns.snapshot.SlotDirectory;
import org.popdns.snapshot.Snapshot;
import org.popdns.snapshot.ZoneTable;
import org.popdns.snapshot.compile.ZoneCompiler;
import org.popdns.wire.QueryParser;

/**
 * popdns's answer path without its sockets: a query's bytes to the response's bytes, from static
 * zones. {@link PatchedCode} makes one of each patched form of the code, by a class loader of its
 * own; hence the types of the platform alone in its signature.
 */
public final class AnswerPath implements UnaryOperator<byte[]> {

  private static final int LONGEST = 65535;

  private final org.popdns.answer.Exchange exchange = new org.popdns.answer.Exchange();
  private final Responder responder =
      new Responder(
          new ServerIdentity("popdns"), ServerCookies.bySystemClock(), new WorkerCounters(), 0);
  private final MemorySegment request =
      Arena.ofAuto().allocate(LONGEST + QueryParser.READ_AHEAD_BYTES, 8);
  private final MemorySegment response = Arena.ofAuto().allocate(LONGEST, 8);

  /**
   * Compiles the zones of a configuration.
   *
   * @param main its main file
   */
  public AnswerPath(Path main) {
    List<Zone> zones =
        new ConfigurationLoader(Map.of(), () -> "popdns")
            .load(main, ConfigurationLoader.Overrides.NONE)
            .configuration()
            .orElseThrow()
            .zones();
    SlotDirectory slots = new SlotDirectory();
    ZoneTable table =
        new ZoneTable(zones.stream().map(zone -> ZoneCompiler.compile(zone, slots)).toList());
    exchange.begin(new Snapshot(table, HealthAnswers.NONE));
    exchange.client().udpIpv4(0x7F000001);
  }

  /** The response to a query over UDP; empty if there is none. */
  @Override
  public byte[] apply(byte[] query) {
    MemorySegment.copy(query, 0, request, ValueLayout.JAVA_BYTE, 0, query.length);
    exchange.request(request, 0, query.length);
    exchange.response(response, 0, LONGEST);
    int length = responder.respond(exchange);
    return response.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }
}
