package org.popdns.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.popdns.health.probe.AddressLookup.Answer;
import org.popdns.health.probe.KnownAddresses.Found;
import org.popdns.name.DomainName;

/** How long answers hold, by a clock of the test. */
final class KnownAddressesTest {

  private static final DomainName NAME = DomainName.parse("origin.example.net.");
  private static final InetAddress FIRST = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress SECOND = InetAddress.ofLiteral("192.0.2.2");

  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final AtomicLong nanos = new AtomicLong();
  // Filled and taken on the loop.
  private final Deque<Consumer<Answer>> waiting = new ArrayDeque<>();
  private final KnownAddresses known =
      new KnownAddresses(loop, (name, whenAnswered) -> waiting.add(whenAnswered), nanos::get);

  @AfterEach
  void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private CompletableFuture<Found> find() {
    CompletableFuture<Found> found = new CompletableFuture<>();
    loop.execute(() -> known.find(NAME, Duration.ofSeconds(30), found::complete));
    return found;
  }

  /** How many questions are open, after all that the loop had to do. */
  private int open() {
    return onLoop(waiting::size);
  }

  private <T> T onLoop(Callable<T> task) {
    return loop.submit(task).syncUninterruptibly().getNow();
  }

  private void answer(Answer answer) {
    Consumer<Answer> first = onLoop(waiting::remove);
    first.accept(answer);
    // It is taken on the loop: by the time of now, not of what the test does next.
    open();
  }

  private static Answer found(long ttlSeconds, InetAddress address) {
    return new Answer.Found(List.of(address), ttlSeconds);
  }

  private static Found only(InetAddress address) {
    return new Found.Addresses(List.of(address), "");
  }

  private static Found join(CompletableFuture<Found> found) {
    return found.orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Test
  void answer_holdsAsLongAsItsTtl() {
    CompletableFuture<Found> first = find();
    assertThat(open()).isOne();
    answer(found(60, FIRST));
    assertThat(join(first)).isEqualTo(only(FIRST));

    pass(Duration.ofSeconds(59));
    assertThat(join(find())).isEqualTo(only(FIRST));
    assertThat(open()).isZero();

    pass(Duration.ofSeconds(1));
    CompletableFuture<Found> later = find();
    assertThat(open()).isOne();
    answer(found(60, SECOND));
    assertThat(join(later)).isEqualTo(only(SECOND));
  }

  @Test
  void longTtl_isCutToFiveMinutes() {
    var _ = find();
    open();
    answer(found(86400, FIRST));
    pass(Duration.ofSeconds(299));
    assertThat(join(find())).isEqualTo(only(FIRST));
    assertThat(open()).isZero();
    pass(Duration.ofSeconds(1));
    var _ = find();
    assertThat(open()).isOne();
  }

  @Test
  void noTtl_holdsForASecond() {
    var _ = find();
    open();
    answer(found(0, FIRST));
    pass(Duration.ofMillis(999));
    assertThat(join(find())).isEqualTo(only(FIRST));
    pass(Duration.ofMillis(1));
    var _ = find();
    assertThat(open()).isOne();
  }

  @Test
  void nothing_holdsForFiveSeconds_andForgetsTheAddresses() {
    var _ = find();
    open();
    answer(found(1, FIRST));
    pass(Duration.ofSeconds(1));
    CompletableFuture<Found> gone = find();
    open();
    answer(new Answer.Nothing("the name does not exist"));
    assertThat(join(gone)).isEqualTo(new Found.None("the name does not exist"));
    pass(Duration.ofSeconds(5));
    CompletableFuture<Found> silent = find();
    open();
    answer(new Answer.Silence("the resolver says SERVFAIL"));
    assertThat(join(silent)).isEqualTo(new Found.None("the resolver says SERVFAIL"));
  }

  @Test
  void silence_leavesTheAddressesOfBefore_forADay() {
    var _ = find();
    open();
    answer(found(60, FIRST));
    pass(Duration.ofHours(24));
    CompletableFuture<Found> stale = find();
    open();
    answer(new Answer.Silence("no resolver has answered"));
    assertThat(join(stale))
        .isEqualTo(
            new Found.Addresses(
                List.of(FIRST), " (by the answer of 86400 s ago: no resolver answers)"));
    pass(Duration.ofSeconds(1));
    CompletableFuture<Found> tooOld = find();
    open();
    answer(new Answer.Silence("no resolver has answered"));
    assertThat(join(tooOld)).isEqualTo(new Found.None("no resolver has answered"));
  }

  @Test
  void severalWhoWait_askOnce() {
    List<CompletableFuture<Found>> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(find());
    }
    assertThat(open()).isOne();
    answer(found(60, FIRST));
    all.forEach(each -> assertThat(join(each)).isEqualTo(only(FIRST)));
  }

  @Test
  void lateAnswer_isGoodForTheNext() {
    CompletableFuture<Found> impatient = new CompletableFuture<>();
    loop.execute(() -> known.find(NAME, Duration.ofMillis(20), impatient::complete));
    assertThat(join(impatient)).isEqualTo(new Found.None("no resolver has answered"));
    answer(found(60, FIRST));
    assertThat(join(find())).isEqualTo(only(FIRST));
    assertThat(open()).isZero();
  }
}
