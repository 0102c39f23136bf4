package org.popdns.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
final class ReloadThreadsTest {

  private final ReloadThreads threads = new ReloadThreads();

  /** The calling thread's nice value, as the kernel says (proc_pid_stat(5)). */
  private static int nice() throws IOException {
    String stat = Files.readString(Path.of("/proc/thread-self/stat"));
    return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
  }

  @Test
  void smallReload_isDoneAtCommonPriority_onAThreadOfItsOwn() throws Exception {
    int common = nice();
    assertThat(threads.call(ReloadThreadsTest::nice)).isEqualTo(common);
    assertThat(threads.call(() -> Thread.currentThread().getName())).startsWith("popdns-reload-");
  }

  @Test
  void giveWay_lowersThoseThatRun_andThoseThatStartLater() throws Exception {
    int common = nice();
    int running =
        threads.call(
            () -> {
              threads.giveWay();
              return nice();
            });
    assertThat(running).isEqualTo(Math.min(19, Math.max(common, 10)));
    // The same thread, or one that starts now.
    assertThat(threads.call(ReloadThreadsTest::nice)).isEqualTo(running);
    assertThat(nice()).as("of the caller").isEqualTo(common);
  }

  @Test
  void whatTheWorkThrows_isThrown() {
    assertThatThrownBy(
            () ->
                threads.call(
                    () -> {
                      throw new IllegalStateException("broken");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("broken");
  }
}
