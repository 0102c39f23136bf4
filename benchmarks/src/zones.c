// Writes the zones that drive.c asks for: as master files, and as YAML where popdns is to answer from a cluster.
//
//   zones master names:COUNT            one zone on standard output, with images.bench.example
//   zones yaml   names:COUNT            the same; images.bench.example is the cluster `images`
//   zones warned names:COUNT            as master; a thousand names draw a warning
//   zones block  names:COUNT            as master, in YAML's block style
//   zones list   zones:COUNT            the zones' names, one per line
//   zones master zones:COUNT FOLDER     a file NAME.zone per zone, of four records each
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "questions.h"

static int usage(void) {
  fputs("usage: zones master|yaml|warned|block names:COUNT | zones list zones:COUNT | zones master zones:COUNT FOLDER\n", stderr);
  return 2;
}

static void print_apex(FILE *out, const char *origin) {
  fprintf(out, "$ORIGIN %s.\n$TTL 3600\n", origin);
  fprintf(out, "@ IN SOA ns1 hostmaster 2026010101 7200 900 1209600 300\n@ IN NS ns1\nns1 IN A 192.0.2.53\n");
}

static void print_names(const struct workload *workload, const char *form) {
  char label[10];
  uint8_t address[4];
  for (uint32_t number = 0; number < workload->count; number++) {
    write_label(number, false, label);
    write_address(number, address);
    printf(form, label, address[0], address[1], address[2], address[3]);
  }
}

static void print_master(const struct workload *workload) {
  print_apex(stdout, ORIGIN);
  for (int member = 0; member < CLUSTER_ADDRESSES; member++) {
    printf("images 60 IN A 127.0.0.%d\n", 101 + member);
  }
  print_names(workload, "%s IN A %d.%d.%d.%d\n");
}

static void print_yaml(const struct workload *workload) {
  puts("'':");
  puts("  - {type: SOA, mname: ns1." ORIGIN "., rname: hostmaster." ORIGIN "., serial: 2026010101}");
  puts("  - {type: NS, value: ns1." ORIGIN ".}");
  puts("ns1: {type: A, value: 192.0.2.53}");
  puts("images: {type: A, ttl: 60, cluster: images}");
  print_names(workload, "%s: {type: A, value: %d.%d.%d.%d}\n");
}

// As print_master, but a thousand names, or all of fewer, also lead to one that does not exist.
static void print_warned(const struct workload *workload) {
  print_master(workload);
  char label[10];
  uint32_t step = (workload->count + 999) / 1000;
  for (uint32_t number = 0; number < workload->count; number += step) {
    write_label(number, false, label);
    printf("%s IN MX 10 absent-%u\n", label, number);
  }
}

// The records of print_master, in block style as octoDNS writes them.
static void print_block(const struct workload *workload) {
  puts("'':\n- type: SOA\n  mname: ns1." ORIGIN ".\n  rname: hostmaster." ORIGIN ".\n  serial: 2026010101");
  puts("- type: NS\n  value: ns1." ORIGIN ".\nns1:\n  type: A\n  value: 192.0.2.53");
  puts("images:\n  ttl: 60\n  type: A\n  values:");
  for (int member = 0; member < CLUSTER_ADDRESSES; member++) {
    printf("  - 127.0.0.%d\n", 101 + member);
  }
  print_names(workload, "%s:\n  type: A\n  value: %d.%d.%d.%d\n");
}

static int write_files(const struct workload *workload, const char *folder) {
  char path[4096], origin[32], label[10];
  uint8_t address[4];
  for (uint32_t number = 0; number < workload->count; number++) {
    write_label(number, false, label);
    write_address(number, address);
    snprintf(origin, sizeof origin, "%s.example", label);
    snprintf(path, sizeof path, "%s/%s.zone", folder, origin);
    FILE *out = fopen(path, "w");
    if (!out) {
      perror(path);
      return 1;
    }
    print_apex(out, origin);
    fprintf(out, "www IN A %d.%d.%d.%d\n", address[0], address[1], address[2], address[3]);
    if (fclose(out)) {
      perror(path);
      return 1;
    }
  }
  return 0;
}

int main(int argc, char **argv) {
  struct workload workload = {0};
  if (argc < 3 || !read_workload(argv[2], &workload) || workload.kind == CLUSTER) {
    return usage();
  }
  if (!strcmp(argv[1], "master") && workload.kind == ZONES && argc == 4) {
    return write_files(&workload, argv[3]);
  }
  if (argc != 3) {
    return usage();
  }
  if (!strcmp(argv[1], "master") && workload.kind == NAMES) {
    print_master(&workload);
  } else if (!strcmp(argv[1], "yaml") && workload.kind == NAMES) {
    print_yaml(&workload);
  } else if (!strcmp(argv[1], "warned") && workload.kind == NAMES) {
    print_warned(&workload);
  } else if (!strcmp(argv[1], "block") && workload.kind == NAMES) {
    print_block(&workload);
  } else if (!strcmp(argv[1], "list") && workload.kind == ZONES) {
    char label[10];
    for (uint32_t number = 0; number < workload.count; number++) {
      write_label(number, false, label);
      printf("%s.example\n", label);
    }
  } else {
    return usage();
  }
  return fflush(stdout) || ferror(stdout);
}
