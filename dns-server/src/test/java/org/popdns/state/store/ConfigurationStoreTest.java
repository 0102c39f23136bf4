package org.popdns.state.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.Position;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.config.read.ConfigurationLoader.Overrides;
import org.popdns.config.read.LoadResult;
import org.popdns.harness.TestServer;
import org.popdns.state.DurableFiles;
import org.popdns.state.store.ConfigurationStore.Stored;

final class ConfigurationStoreTest {

  private static final String ZONE =
      "$TTL 60\n@ SOA ns1 h 1 7200 900 1209600 300\n@ NS ns1\nns1 A 192.0.2.53\n";

  private static final String SERVER =
      """
      listen: ["127.0.0.1:0"]
      admin: {http: "127.0.0.1:0", socket: control.sock}
      zones: zones/
      """;

  @TempDir private Path folder;
  private Path main;
  private ConfigurationStore store;

  @BeforeEach
  void files() throws IOException {
    main = folder.resolve("etc/popdns.yaml");
    write(
        "etc/popdns.yaml",
        "listen: 192.0.2.53\nzones: zones\nclusters: c.yaml\ncookies: {secret-file: secrets}\n");
    write("etc/secrets", "00112233445566778899aabbccddeeff\n");
    write("etc/c.yaml", "sites: {north: , south: }\n");
    write("etc/zones/a.example.zone", ZONE + "$INCLUDE more.inc\n");
    write("etc/zones/more.inc", "www A 192.0.2.80\n");
    write(
        "etc/zones/b.example.yaml",
        "'': {type: NS, values: [ns1.a.example.]}\nwww: {type: A, value: 192.0.2.1}\n");
    store = new ConfigurationStore(folder.resolve("state"), main);
  }

  @Test
  void storedConfiguration_isReadAsItWas_withoutTheFiles() throws IOException {
    Configuration written = accept(Instant.EPOCH);
    deleteAll(folder.resolve("etc"));

    Stored.Found found = found();

    assertThat(found.storedAt()).isEqualTo(Instant.EPOCH);
    assertThat(found.passedOver()).isEmpty();
    Configuration read = found.accepted().configuration();
    assertThat(read.server()).isEqualTo(written.server());
    assertThat(read.server().site()).contains("north");
    assertThat(read.server().node()).isEqualTo("this-host");
    assertThat(read.server().cookies().secrets()).hasSize(1);
    assertThat(read.topology()).isEqualTo(written.topology());
    assertThat(read.zones()).hasSize(2);
    for (int i = 0; i < read.zones().size(); i++) {
      Zone zone = written.zones().get(i);
      assertThat(read.zones().get(i).hasSameData(zone)).isTrue();
      assertThat(positions(read.zones().get(i))).isEqualTo(positions(zone)).isNotEmpty();
    }
    // From the environment of then.
    assertThat(read.zones().getLast().serial()).isEqualTo(77);
  }

  private static List<Position> positions(Zone zone) {
    return zone.recordSets().stream().map(RecordSet::position).toList();
  }

  @Test
  void nothingStored_isNothing() {
    assertThat(store.read()).isInstanceOf(Stored.Nothing.class);
  }

  @Test
  void allThatIsStored_isForTheServersUserAlone() throws IOException {
    accept(Instant.EPOCH);
    assertThat(permissions(store.place())).isEqualTo("rwx------");
    for (Path file : stored("")) {
      assertThat(permissions(file)).isEqualTo("rw-------");
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void changedByte_neverGivesAnotherConfiguration_whichever() throws IOException {
    Configuration written = accept(Instant.EPOCH);
    Random random = new Random(7);
    for (Path file : stored("")) {
      byte[] right = Files.readAllBytes(file);
      for (int at = 0; at < right.length; at++) {
        byte[] wrong = right.clone();
        wrong[at] = (byte) (wrong[at] ^ (1 + random.nextInt(255)));
        Files.write(file, wrong);
        assertUnusableOrTheSame(written, file + " byte " + at);
      }
      Files.write(file, right);
    }
    assertThat(found().accepted().configuration().zones()).hasSize(2);
  }

  @Test
  void fileThatIsCutOff_neverGivesAnotherConfiguration_wherever() throws IOException {
    Configuration written = accept(Instant.EPOCH);
    for (Path file : stored("")) {
      byte[] right = Files.readAllBytes(file);
      for (int length = 0; length < right.length; length++) {
        Files.write(file, Arrays.copyOf(right, length));
        assertUnusableOrTheSame(written, file + " cut at " + length);
      }
      Files.write(file, right);
    }
  }

  // A bit of padding between deflated contents may be any.
  private void assertUnusableOrTheSame(Configuration written, String what) {
    if (store.read() instanceof Stored.Found found) {
      Configuration read = found.accepted().configuration();
      assertThat(read.server()).as(what).isEqualTo(written.server());
      assertThat(read.zones()).as(what).hasSize(written.zones().size());
      for (int i = 0; i < read.zones().size(); i++) {
        assertThat(read.zones().get(i).hasSameData(written.zones().get(i))).as(what).isTrue();
      }
    }
  }

  @Test
  void damagedLast_givesWayToTheOneBefore_andIsNamed() throws IOException {
    accept(Instant.EPOCH);
    write("etc/zones/more.inc", "www A 192.0.2.81\n");
    accept(Instant.EPOCH.plusSeconds(1));
    Path last = stored(".config").getLast();
    Files.write(last, Arrays.copyOf(Files.readAllBytes(last), 50));

    assertThat(found().storedAt()).isEqualTo(Instant.EPOCH);
    assertThat(found().passedOver()).contains(last + " is damaged: its checksum is wrong");
  }

  @Test
  void missingPack_isNamed() throws IOException {
    accept(Instant.EPOCH);
    Path pack = stored(".pack").getFirst();
    Files.delete(pack);

    assertThat(store.read())
        .isEqualTo(
            new Stored.Unusable(
                stored(".config").getFirst()
                    + " can't be served: its files: "
                    + pack
                    + " is missing"));
  }

  @Test
  void placeThatCannotBeWritten_isAnError_andWhatIsStoredStays() throws IOException {
    accept(Instant.EPOCH);
    write("etc/zones/more.inc", "www A 192.0.2.81\n");
    Path inTheWay = store.place().resolve("2.pack.new");
    Files.createDirectories(inTheWay.resolve("full"));

    assertThatThrownBy(() -> accept(Instant.EPOCH.plusSeconds(1))).isInstanceOf(IOException.class);

    assertThat(found().storedAt()).isEqualTo(Instant.EPOCH);
    deleteAll(inTheWay);
    accept(Instant.EPOCH.plusSeconds(2));
    assertThat(found().storedAt()).isEqualTo(Instant.EPOCH.plusSeconds(2));
  }

  private static String zone(int names) {
    StringBuilder text = new StringBuilder(ZONE);
    for (int i = 0; i < names; i++) {
      text.append("host").append(i).append(" A 192.0.2.1\n");
    }
    return text.toString();
  }

  @Test
  void fileOfSomeMegabytes_isStoredAsItWasRead_whateverBecameOfIt() throws IOException {
    Path file = folder.resolve("etc/zones/a.example.zone");
    Files.writeString(file, zone(100_000));
    LoadResult loaded = load();
    Files.delete(file);

    write(loaded, Instant.EPOCH);

    assertThat(found().accepted().configuration().zones().getFirst().recordSets()).hasSize(100_003);
  }

  @Test
  void largeContentThatDoesNotShrink_isStoredAsItWasRead() throws IOException {
    byte[] noise = new byte[3 << 20];
    new Random(1).nextBytes(noise);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (byte) (noise[i] | 0x80);
    }
    byte[] comment = (ZONE + ";").getBytes(StandardCharsets.UTF_8);
    byte[] file = Arrays.copyOf(comment, comment.length + noise.length);
    System.arraycopy(noise, 0, file, comment.length, noise.length);
    Files.write(folder.resolve("etc/zones/a.example.zone"), file);

    accept(Instant.EPOCH);

    assertThat(found().accepted().configuration().zones().getFirst().recordSets()).hasSize(3);
  }

  @Test
  void fullDisk_isAnError_leavesNothingBehind_andWhatIsStoredStays() throws IOException {
    accept(Instant.EPOCH);
    List<Path> before = stored("");
    write("etc/zones/more.inc", "www A 192.0.2.81\n");
    store = storeOn(new DiskThatFails());

    assertThatThrownBy(() -> accept(Instant.EPOCH.plusSeconds(1)))
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");

    assertThat(stored("")).isEqualTo(before);
    assertThat(found().storedAt()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void diskThatIsFullFromTheManifestOn_leavesTheLastOne() throws IOException {
    accept(Instant.EPOCH);
    write("etc/zones/more.inc", "www A 192.0.2.81\n");
    store = storeOn(new DiskThatFails(".config.new"));

    assertThatThrownBy(() -> accept(Instant.EPOCH.plusSeconds(1)))
        .hasMessage("No space left on device");
    assertThat(found().storedAt()).isEqualTo(Instant.EPOCH);

    // The pack without a manifest is nobody's; the next one takes its place.
    store = new ConfigurationStore(folder.resolve("state"), main);
    accept(Instant.EPOCH.plusSeconds(2));
    assertThat(found().storedAt()).isEqualTo(Instant.EPOCH.plusSeconds(2));
    assertThat(stored(".pack")).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void folderThatMayNotBeWritten_isAnError_andServedOnAndSaidEverywhere() throws Exception {
    write("etc/popdns.yaml", SERVER);
    ConfigurationStore closed =
        storeOn(
            new DurableFiles.Disk() {
              @Override
              public FileChannel create(Path file) throws IOException {
                throw new AccessDeniedException(file.toString());
              }
            });
    try (TestServer server = TestServer.start(main, Optional.of(closed))) {
      assertThat(server.status().path("configuration").path("notStored").asString())
          .isEqualTo("permission denied");
      assertThat(server.metric("popdns_config_store_successful")).isZero();
      assertThat(server.control(ControlRequest.of("reload")).path("reloaded").asBoolean()).isTrue();
    }
  }

  @Test
  void eachFile_hasItsNameOnTheDiskBeforeTheNextIsWritten() throws IOException {
    List<String> done = new ArrayList<>();
    store =
        storeOn(
            new DurableFiles.Disk() {
              @Override
              public FileChannel create(Path file) throws IOException {
                done.add("create " + file.getFileName());
                return DurableFiles.Disk.super.create(file);
              }

              @Override
              public void sync(Path place) throws IOException {
                done.add("sync");
                DurableFiles.Disk.super.sync(place);
              }
            });

    accept(Instant.EPOCH);

    assertThat(done)
        .containsExactly(
            "sync", "sync", "create 1.pack.new", "sync", "create 1.config.new", "sync");
  }

  private ConfigurationStore storeOn(DurableFiles.Disk disk) {
    return new ConfigurationStore(folder.resolve("state"), main, disk);
  }

  /** A disk that is full, for files whose name ends so. */
  private static final class DiskThatFails implements DurableFiles.Disk {
    private final String ending;

    DiskThatFails() {
      this("");
    }

    DiskThatFails(String ending) {
      this.ending = ending;
    }

    @Override
    public FileChannel create(Path file) throws IOException {
      FileChannel created = DurableFiles.Disk.super.create(file);
      if (!file.toString().endsWith(ending)) {
        return created;
      }
      created.close();
      return FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE);
    }
  }

  @Test
  void largeFileThatChangedSinceItWasRead_isNotStored() throws IOException {
    accept(Instant.EPOCH);
    Path large = folder.resolve("etc/zones/a.example.zone");
    String text = zone(400_000);
    Files.writeString(large, text);
    LoadResult loaded = load();
    Files.writeString(large, text + "another A 192.0.2.2\n");

    assertThatThrownBy(() -> write(loaded, Instant.EPOCH.plusSeconds(1)))
        .hasMessage(large + " has changed since it was read");

    assertThat(found().storedAt()).isEqualTo(Instant.EPOCH);
    accept(Instant.EPOCH.plusSeconds(2));
    assertThat(found().accepted().configuration().zones().getFirst().recordSets())
        .hasSizeGreaterThan(400_000);
  }

  @Test
  void equalConfiguration_isNotStoredTwice() throws IOException {
    accept(Instant.EPOCH);
    accept(Instant.EPOCH.plusSeconds(1));

    assertThat(store.list(50)).hasSize(1);
    assertThat(found().storedAt()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void lastFive_areKept() throws IOException {
    for (int i = 1; i <= 8; i++) {
      write("etc/zones/more.inc", "www A 192.0.2." + i + "\n");
      accept(Instant.EPOCH.plusSeconds(i));
    }
    assertThat(store.list(50))
        .extracting(entry -> entry.storedAt().getEpochSecond())
        .containsExactly(8L, 7L, 6L, 5L, 4L);
  }

  @Test
  void smallerConfigurations_replaceNoLargerOne_andOneWithoutZonesIsNotStored() throws IOException {
    for (String zone : new String[] {"c", "d", "e"}) {
      write("etc/zones/" + zone + ".example.zone", ZONE);
    }
    for (int i = 1; i <= 5; i++) {
      write("etc/zones/more.inc", "www A 192.0.2." + i + "\n");
      accept(Instant.EPOCH.plusSeconds(i));
    }
    for (String zone : new String[] {"c.example.zone", "d.example.zone", "e.example.zone"}) {
      Files.delete(folder.resolve("etc/zones/" + zone));
    }
    for (int i = 6; i <= 12; i++) {
      write("etc/zones/more.inc", "www A 192.0.2." + i + "\n");
      accept(Instant.EPOCH.plusSeconds(i));
    }

    assertThat(store.list(50))
        .extracting(entry -> entry.storedAt().getEpochSecond() + " " + entry.smaller())
        .containsExactly(
            "12 true", "11 true", "10 true", "9 true", "8 true", "5 false", "4 false", "3 false",
            "2 false", "1 false");
    assertThat(found().storedAt().getEpochSecond()).isEqualTo(12);

    deleteAll(folder.resolve("etc/zones"));
    Files.createDirectories(folder.resolve("etc/zones"));
    accept(Instant.EPOCH.plusSeconds(13));
    assertThat(found().storedAt().getEpochSecond()).isEqualTo(12);
  }

  @Test
  void oneZoneOfManyChanged_writesThatZone_andPacksStayFewAndSmall() throws IOException {
    for (int i = 0; i < 300; i++) {
      write("etc/zones/z" + i + ".example.zone", ZONE + "x TXT x" + "x".repeat(i % 200) + "\n");
    }
    accept(Instant.EPOCH);
    long first = Files.size(stored(".pack").getFirst());
    int large = 0;
    for (int i = 1; i <= 100; i++) {
      long last = lastNumber();
      write("etc/zones/z" + i + ".example.zone", ZONE + "y A 192.0.2." + i + "\n");
      accept(Instant.EPOCH.plusSeconds(i));
      Path pack = store.place().resolve((last + 1) + ".pack");
      large += Files.size(pack) < first / 2 ? 0 : 1;
    }
    assertThat(large).isLessThan(7);
    assertThat(stored(".pack")).hasSizeLessThan(20);
    long all = 0;
    for (Path pack : stored(".pack")) {
      all += Files.size(pack);
    }
    assertThat(all).isLessThan(3 * first);
    assertThat(found().accepted().configuration().zones()).hasSize(302);
  }

  @Test
  void oneZoneOfManyChanged_isStoredWithoutTheListOfAll() throws IOException {
    zones(300);
    accept(Instant.EPOCH);
    for (int i = 1; i <= 10; i++) {
      write("etc/zones/z" + i + ".example.zone", ZONE + "y A 192.0.2." + i + "\n");
      accept(Instant.EPOCH.plusSeconds(i));
    }
    assertThat(Files.size(stored("11.config").getFirst())).isLessThan(1000);
    assertThat(Files.size(stored("11.pack").getFirst())).isLessThan(2000);
    assertStored(load());
  }

  private void zones(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      write("etc/zones/z" + i + ".example.zone", ZONE + "x TXT x" + "x".repeat(i % 200) + "\n");
    }
  }

  /** What is stored is what was read, place by place. */
  private void assertStored(LoadResult read) {
    List<Zone> right = read.configuration().orElseThrow().zones();
    List<Zone> stored = found().accepted().configuration().zones();
    assertThat(stored)
        .extracting(Zone::origin)
        .isEqualTo(right.stream().map(Zone::origin).toList());
    for (int i = 0; i < right.size(); i++) {
      assertThat(stored.get(i).hasSameData(right.get(i))).isTrue();
      assertThat(positions(stored.get(i))).isEqualTo(positions(right.get(i)));
    }
  }

  @Test
  void anyChanges_areReadAsTheyWere() throws IOException {
    Random random = new Random(5);
    zones(80);
    write("etc/zones/shared.inc", "www A 192.0.2.1\n");
    write("etc/zones/other.inc", "www A 192.0.2.2\n");
    ConfigurationLoader loader = loader();
    for (int step = 1; step <= 60; step++) {
      for (int change = random.nextInt(1, 4); change > 0; change--) {
        change(random);
      }
      LoadResult loaded = loader.load(main, overrides());
      write(loaded, Instant.EPOCH.plusSeconds(step));
      assertStored(loaded);
      if (random.nextInt(10) == 0) {
        store = new ConfigurationStore(folder.resolve("state"), main);
        loader = loader();
      }
    }
  }

  private void change(Random random) throws IOException {
    String name = "etc/zones/z" + random.nextInt(90) + ".example.zone";
    switch (random.nextInt(5)) {
      case 0 -> Files.deleteIfExists(folder.resolve(name));
      case 1 -> write(name, ZONE + "$INCLUDE shared.inc\n$INCLUDE other.inc sub\n");
      case 2 -> write("etc/zones/shared.inc", "www A 192.0.2." + random.nextInt(256) + "\n");
      case 3 -> write(name, ZONE + "$INCLUDE shared.inc\n");
      default -> write(name, ZONE + "x TXT " + random.nextInt() + "\n");
    }
  }

  @Test
  void changedAndStartedAgain_isNotStoredTwice() throws IOException {
    zones(100);
    accept(Instant.EPOCH);
    write("etc/zones/z7.example.zone", ZONE);
    Files.delete(folder.resolve("etc/zones/z8.example.zone"));
    accept(Instant.EPOCH.plusSeconds(1));

    store = new ConfigurationStore(folder.resolve("state"), main);
    accept(Instant.EPOCH.plusSeconds(2));
    assertThat(store.list(50)).hasSize(2);
    accept(Instant.EPOCH.plusSeconds(3));
    assertThat(store.list(50)).hasSize(2);
    write("etc/zones/z9.example.zone", ZONE);
    accept(Instant.EPOCH.plusSeconds(4));

    assertThat(store.list(50)).hasSize(3);
    assertStored(load());
  }

  @Test
  void changedBack_isStoredAsTheLaterOne() throws IOException {
    zones(100);
    accept(Instant.EPOCH);
    write("etc/zones/z7.example.zone", ZONE);
    accept(Instant.EPOCH.plusSeconds(1));
    zones(100);
    accept(Instant.EPOCH.plusSeconds(2));

    assertThat(store.list(50)).hasSize(3);
    assertStored(load());
  }

  @Test
  void damagedList_isNamed_andNeverUsed() throws IOException {
    zones(100);
    accept(Instant.EPOCH);
    write("etc/zones/z7.example.zone", ZONE);
    accept(Instant.EPOCH.plusSeconds(1));
    Path pack = stored("1.pack").getFirst();
    byte[] bytes = Files.readAllBytes(pack);
    // The list is the first of what is written after the main file's contents.
    Arrays.fill(bytes, 0, bytes.length / 2, (byte) 0);
    Files.write(pack, bytes);

    assertThat(store.read())
        .isEqualTo(
            new Stored.Unusable(
                stored("2.config").getFirst()
                    + " can't be served: its files: what is stored of it is damaged, in "
                    + pack));
  }

  private long lastNumber() throws IOException {
    return store.list(50).getFirst().number();
  }

  private List<Path> stored(String ending) throws IOException {
    try (Stream<Path> files = Files.list(store.place())) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private Stored.Found found() {
    Stored read = store.read();
    assertThat(read).isInstanceOf(Stored.Found.class);
    return (Stored.Found) read;
  }

  private ConfigurationLoader loader() {
    return new ConfigurationLoader(
        Map.of("POPDNS_SITE", "north", "POPDNS_SERIAL", "77", "HOME", "/"),
        () -> "this-host",
        store.files());
  }

  private LoadResult load() {
    return loader().load(main, overrides());
  }

  private static Overrides overrides() {
    return new Overrides(Optional.empty(), Optional.empty());
  }

  private Configuration accept(Instant now) throws IOException {
    return write(load(), now);
  }

  private Configuration write(LoadResult loaded, Instant now) throws IOException {
    Configuration configuration =
        loaded.configuration().orElseThrow(() -> new AssertionError(loaded.problems()));
    store.write(Accepted.of(configuration, loaded), main, loader(), overrides(), now);
    return configuration;
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.resolveSibling("."));
    Files.writeString(path, text);
  }

  private static void deleteAll(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
