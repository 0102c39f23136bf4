package org.popdns.benchmarks;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.popdns.answer.Exchange;
import org.popdns.answer.Responder;
import org.popdns.answer.ServerCookies;
import org.popdns.answer.ServerIdentity;
import org.popdns.answer.WorkerCounters;
import org.popdns.snapshot.Snapshot;
import org.popdns.snapshot.ZoneLookup;
import org.popdns.wire.Query;
import org.popdns.wire.QueryParser;

/**
 * From a query's bytes to the answer's, in steps: {@code parse}; {@code parseAndLookUp}; {@code
 * answer}, which is all of it with EDNS, counters and rotation. What one step takes is the
 * difference to the one before. JMH calls it, on one thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class AnswerPathBenchmark {

  private static final int RESPONSE_BYTES = 4096;

  /** What is asked: see {@link Questions#of}. */
  @Param({"hot", "names", "edns", "subnet", "regions"})
  public String questions = "hot";

  private final Query query = new Query();
  private final ZoneLookup lookup = new ZoneLookup();
  private final Exchange exchange = new Exchange();
  private final MemorySegment response = Arena.ofAuto().allocate(RESPONSE_BYTES, 8);
  private final Responder responder =
      new Responder(
          new ServerIdentity("benchmark"), ServerCookies.bySystemClock(), new WorkerCounters(), 0);
  private Questions asked = Questions.of(questions);
  private Snapshot snapshot = Snapshot.EMPTY;

  /** Made by JMH. */
  public AnswerPathBenchmark() {}

  /** Compiles the zone and writes the queries; fails if they are not answered. */
  @Setup
  public void prepare() {
    snapshot = ServedNames.snapshot();
    asked = Questions.of(questions);
    exchange.begin(snapshot);
    exchange.client().udpIpv4(0x7f000001);
    exchange.response(response, 0, RESPONSE_BYTES);
    if (answer() <= asked.length(0)) {
      throw new IllegalStateException("no answer");
    }
  }

  /** Reads the query. */
  @Benchmark
  public int parse() {
    int number = asked.advance();
    return QueryParser.parse(asked.memory(), Questions.offset(number), asked.length(number), query);
  }

  /** Reads the query and finds its answer. */
  @Benchmark
  public long parseAndLookUp() {
    parse();
    lookup.find(snapshot.zones(), query);
    return lookup.answer();
  }

  /** Reads the query, finds its answer and writes it. */
  @Benchmark
  public int answer() {
    int number = asked.advance();
    exchange.request(asked.memory(), Questions.offset(number), asked.length(number));
    return responder.respond(exchange);
  }
}
