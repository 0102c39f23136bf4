// When do clients see the last of what has failed? Asks for c0.bench.example, c1.bench.example, ... in turn, evenly spaced,
// and notes when an answer still had another address than the one that all are to fall back to.
//
//   turnover ADDRESS PORT NAMES QUESTIONS_PER_SECOND SECONDS FALLBACK_ADDRESS
//
// Prints the moment of the last such answer in seconds since 1970, how many names were answered with the fallback
// address at last, and what the answers took: latencies count from when their question was due.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { IDS = 65536, MOST_NAMES = 65536, BUCKETS = 100000, BUCKET_NS = 10000, HEADER = 12 };

static uint64_t due_ns[IDS], latencies[BUCKETS + 1];
static uint32_t name_of[IDS];
static bool fallen[MOST_NAMES];

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static uint64_t now_ns(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

static size_t write_query(uint8_t *query, uint16_t id, uint32_t name) {
  static const uint8_t rest[] = "\5bench\7example\0\0\1\0\1";
  char label[16];
  int length = snprintf(label, sizeof label, "c%u", name);
  memset(query, 0, HEADER);
  query[0] = id >> 8;
  query[1] = id;
  query[5] = 1;
  query[HEADER] = length;
  memcpy(query + HEADER + 1, label, length);
  memcpy(query + HEADER + 1 + length, rest, sizeof rest - 1);
  return HEADER + 1 + length + sizeof rest - 1;
}

static double latency_ms(uint64_t count, double share) {
  uint64_t sum = 0, wanted = count * share;
  for (int i = 0; i <= BUCKETS; i++) {
    if ((sum += latencies[i]) > wanted) {
      return (i + 1) * (double)BUCKET_NS / 1e6;
    }
  }
  return 0;
}

int main(int words, char **word) {
  struct sockaddr_in server = {.sin_family = AF_INET};
  struct in_addr fallback;
  if (words != 7 || !inet_aton(word[1], &server.sin_addr) || !inet_aton(word[6], &fallback)) {
    fprintf(stderr, "usage: turnover ADDRESS PORT NAMES QUESTIONS_PER_SECOND SECONDS FALLBACK_ADDRESS\n");
    return 2;
  }
  server.sin_port = htons(atoi(word[2]));
  uint32_t names = atoi(word[3]), rate = atoi(word[4]);
  if (names == 0 || names > MOST_NAMES || rate == 0) {
    fprintf(stderr, "turnover: 1 to %d names\n", MOST_NAMES);
    return 2;
  }
  int made = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0), bytes = 4 << 20;
  setsockopt(made, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
  if (connect(made, (struct sockaddr *)&server, sizeof server)) {
    fail("connect");
  }
  uint64_t start = now_ns(CLOCK_MONOTONIC), total = (uint64_t)rate * atoi(word[5]), sent = 0, answered = 0, last = 0;
  uint64_t end = start + (atoi(word[5]) + 1) * 1000000000ULL;
  for (uint64_t now = start; now < end && answered < total; now = now_ns(CLOCK_MONOTONIC)) {
    uint8_t packet[1500];
    for (; sent < total && start + sent * 1000000000ULL / rate <= now; sent++) {
      uint16_t id = sent;
      due_ns[id] = start + sent * 1000000000ULL / rate;
      name_of[id] = sent % names;
      if (send(made, packet, write_query(packet, id, name_of[id]), 0) < 0 && errno != EAGAIN) {
        fail("send");
      }
    }
    ssize_t got;
    while ((got = recv(made, packet, sizeof packet, 0)) > HEADER + 4) {
      uint16_t id = packet[0] << 8 | packet[1];
      now = now_ns(CLOCK_MONOTONIC);
      uint64_t bucket = (now - due_ns[id]) / BUCKET_NS;
      latencies[bucket < BUCKETS ? bucket : BUCKETS]++;
      answered++;
      // No EDNS was asked for: the message ends with the last record's address.
      fallen[name_of[id]] = !memcmp(packet + got - 4, &fallback, 4);
      if (!fallen[name_of[id]]) {
        last = now_ns(CLOCK_REALTIME);
      }
    }
  }
  uint32_t all = 0;
  for (uint32_t i = 0; i < names; i++) {
    all += fallen[i];
  }
  printf("last=%.3f fallen=%u sent=%llu lost=%llu p50_ms=%.2f p99_ms=%.2f p999_ms=%.2f\n", last / 1e9, all,
         (unsigned long long)sent, (unsigned long long)(sent - answered), latency_ms(answered, 0.5),
         latency_ms(answered, 0.99), latency_ms(answered, 0.999));
}
