package org.popdns.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small configuration in a folder, to be changed. */
record ExampleFiles(Path folder) {

  static final String SERVER =
      """
      listen: 127.0.0.1:5300
      zones: zones/
      clusters: clusters.yaml
      """;

  static final String CLUSTERS =
      """
      sites: {east: {fallback: [west]}, west: {fallback: [east]}}
      checks: {web: {http: {port: 80, path: /healthz}, interval: 2s}}
      clusters:
        images:
          check: web
          members:
            east: [192.0.2.1, {name: two, addresses: [192.0.2.2, "2001:db8::2"]}]
            west: [192.0.2.101]
      """;

  static final String ZONE =
      """
      '':
        - {type: SOA, serial: 7}
        - {type: NS, values: [ns1.example.net., ns2.example.net.]}
      images: [{type: A, ttl: 60, cluster: images}, {type: AAAA, ttl: 60, cluster: images}]
      www: {type: A, ttl: 300, values: [192.0.2.80, 192.0.2.81]}
      """;

  /** Writes the files into a new folder. */
  static ExampleFiles in(Path folder) throws IOException {
    ExampleFiles files = new ExampleFiles(Files.createDirectories(folder));
    files.write("popdns.yaml", SERVER);
    files.write("clusters.yaml", CLUSTERS);
    files.write("zones/example.com.yaml", ZONE);
    return files;
  }

  void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  String server() {
    return folder.resolve("popdns.yaml").toString();
  }
}
