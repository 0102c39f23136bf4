package org.popdns.state.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.Zone;
import org.popdns.config.read.ConfigurationLoader;
import org.popdns.config.read.ConfigurationLoader.Overrides;
import org.popdns.config.read.LoadResult;
import org.popdns.config.source.ContentHash;
import org.popdns.state.store.ConfigurationStore.Stored;

final class StoredFormatsTest {

  /** "popdns\n", format, time, zones, failed zones, record sets, and the number of packs. */
  private static final int HEADER_BYTES = 7 + 2 + 8 + 4 + 4 + 8 + 4;

  private static final int HASH_BYTES = 16;
  private static final int FORMAT_AT = 7;
  private static final int SUM_BYTES = 4;

  @TempDir private Path folder;
  private ConfigurationStore store;
  private Path main;

  /** Made by JUnit, which fills the field. */
  @SuppressWarnings("NullAway.Init")
  StoredFormatsTest() {}

  @BeforeEach
  void files() throws IOException {
    main = folder.resolve("popdns.yaml");
    Files.writeString(main, "listen: 192.0.2.53\nzones: zones\n");
    Files.createDirectories(folder.resolve("zones"));
    zone("192.0.2.80");
    store = new ConfigurationStore(folder.resolve("state"), main);
  }

  private void zone(String address) throws IOException {
    Files.writeString(
        folder.resolve("zones/example.com.yaml"),
        "'': {type: NS, values: [ns1.example.net.]}\nwww: {type: A, value: " + address + "}\n");
  }

  private Configuration accept(Instant now) throws IOException {
    ConfigurationLoader loader =
        new ConfigurationLoader(Map.of(), () -> "this-host", store.files());
    LoadResult loaded = loader.load(main, Overrides.NONE);
    Configuration configuration = loaded.configuration().orElseThrow();
    store.write(Accepted.of(configuration, loaded), main, loader, Overrides.NONE, now);
    return configuration;
  }

  private Path config() throws IOException {
    try (Stream<Path> files = Files.list(store.place())) {
      return files.filter(file -> file.toString().endsWith(".config")).findFirst().orElseThrow();
    }
  }

  @Test
  void formatBefore_isRead_andTheNextIsStoredBesideIt() throws IOException {
    Zone written = accept(Instant.EPOCH).zones().getFirst();
    Files.write(config(), withoutList(config()));

    assertThat(store.read()).isInstanceOf(Stored.Found.class);
    Stored.Found found = (Stored.Found) store.read();
    assertThat(found.passedOver()).isEmpty();
    assertThat(found.accepted().configuration().zones())
        .singleElement()
        .matches(zone -> zone.hasSameData(written));

    zone("192.0.2.81");
    accept(Instant.EPOCH.plusSeconds(1));
    assertThat(((Stored.Found) store.read()).storedAt()).isEqualTo(Instant.EPOCH.plusSeconds(1));
  }

  @Test
  void laterFormat_isNotRead_andIsNamed() throws IOException {
    accept(Instant.EPOCH);
    Files.write(config(), summed(Files.readAllBytes(config()), 9));

    assertThat(store.read())
        .isEqualTo(
            new Stored.Unusable(config() + " has format 9, this version reads formats 7 and 8"));
  }

  /** A stored configuration in the format before: with all files where the list's hash is now. */
  private byte[] withoutList(Path file) throws IOException {
    Manifest manifest = Manifest.read(file);
    Map<Path, ContentHash> files;
    try (Packs packs =
        new Packs(manifest.header().packs(), pack -> store.place().resolve(pack + ".pack"))) {
      files = manifest.files().read(packs);
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    manifest.content(new DataOutputStream(content));
    // Behind what both have: the hash, and no files gone, none put, no zones kept.
    int same = content.size() - HASH_BYTES - 3 * Integer.BYTES;
    ByteArrayOutputStream former = new ByteArrayOutputStream();
    int header = HEADER_BYTES + Long.BYTES * manifest.header().packs().size() + HASH_BYTES;
    former.write(Files.readAllBytes(file), 0, header);
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(former)) {
      deflated.write(content.toByteArray(), 0, same);
      deflated.write(FileList.content(files));
      deflated.write(new byte[Integer.BYTES]);
    }
    byte[] bytes = former.toByteArray();
    return summed(Arrays.copyOf(bytes, bytes.length + SUM_BYTES), 7);
  }

  private static byte[] summed(byte[] bytes, int format) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).putShort(FORMAT_AT, (short) format);
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, bytes.length - SUM_BYTES);
    buffer.putInt(bytes.length - SUM_BYTES, (int) sum.getValue());
    return bytes;
  }
}
