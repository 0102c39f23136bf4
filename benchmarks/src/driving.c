#include "driving.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>

volatile sig_atomic_t stopped;

uint64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

void fail(const char *what) {
  perror(what);
  exit(1);
}

void make_slots(struct slots *slots, uint32_t count) {
  slots->all = calloc(count, sizeof *slots->all);
  slots->free = calloc(count, sizeof *slots->free);
  if (!slots->all || !slots->free || count & (count - 1) || count > 1 << 14) {
    fail("slots");
  }
  slots->count = slots->free_count = count;
  for (uint32_t i = 0; i < count; i++) {
    slots->free[i] = i;
  }
}

struct slot *ask(struct slots *slots, const struct order *order, uint64_t *random, uint64_t since_ns) {
  if (slots->free_count == 0) {
    return NULL;
  }
  uint32_t index = slots->free[--slots->free_count];
  struct slot *slot = &slots->all[index];
  slot->question = choose_question(&order->workload, next_random(random));
  slot->length = write_query(&order->workload, slot->question, slot->query + 2);
  slot->generation++;
  uint16_t id = index | slot->generation * slots->count;
  slot->query[0] = slot->length >> 8;
  slot->query[1] = slot->length;
  slot->query[2] = id >> 8;
  slot->query[3] = id;
  slot->since_ns = since_ns;
  slot->busy = true;
  return slot;
}

static void end_at_fault(const char *fault, const struct slot *slot, const uint8_t *reply, size_t length) {
  fprintf(stderr, "wrong answer: %s\nquery:", fault);
  for (size_t i = 0; slot && i < slot->length; i++) {
    fprintf(stderr, " %02x", slot->query[2 + i]);
  }
  fputs("\nreply:", stderr);
  for (size_t i = 0; i < length; i++) {
    fprintf(stderr, " %02x", reply[i]);
  }
  fputc('\n', stderr);
  exit(3);
}

static void count_length(struct lengths *lengths, uint32_t length) {
  lengths->most = length > lengths->most ? length : lengths->most;
  lengths->least = lengths->least == 0 || length < lengths->least ? length : lengths->least;
}

struct slot *take(struct slots *slots, const struct order *order, struct tally *tally, const uint8_t *reply,
                  size_t length) {
  if (length < HEADER_BYTES) {
    end_at_fault("less than a header", NULL, reply, length);
  }
  uint32_t index = (reply[0] << 8 | reply[1]) & (slots->count - 1);
  struct slot *slot = &slots->all[index];
  if (!slot->busy || memcmp(slot->query + 2, reply, 2)) {
    tally->late++;
    return NULL;
  }
  bool records = tally->answered % RECORDS_READ_EVERY == 0;
  const char *fault = find_fault(&order->workload, slot->question, slot->query + 2, slot->length, reply, length, records);
  if (fault) {
    end_at_fault(fault, slot, reply, length);
  }
  slot->busy = false;
  slots->free[slots->free_count++] = index;
  tally->answered++;
  count_length(slot->question.absent ? &tally->denials : &tally->answers, length);
  count_length(&tally->queries, slot->length);
  return slot;
}

void give_up(struct slots *slots, struct tally *tally, uint64_t now) {
  for (uint32_t i = 0; i < slots->count; i++) {
    struct slot *slot = &slots->all[i];
    if (slot->busy && now > slot->since_ns + LOST_AFTER_NS) {
      slot->busy = false;
      slots->free[slots->free_count++] = i;
      tally->lost++;
    }
  }
}

uint32_t under_way(const struct slots *slots) { return slots->count - slots->free_count; }

// 64 buckets per power of two: no latency is off by more than 1.6 %.
void count_latency(struct tally *tally, uint64_t ns) {
  uint64_t value = ns < 64 ? 64 : ns;
  unsigned power = 63 - __builtin_clzll(value);
  unsigned bucket = (power - 6) * 64 + (value >> (power - 6)) - 64;
  tally->latencies[bucket < BUCKETS ? bucket : BUCKETS - 1]++;
}

static uint64_t bucket_ns(unsigned bucket) { return (uint64_t)(64 + bucket % 64) << bucket / 64; }

uint64_t latency_at(const struct tally *tally, double share) {
  uint64_t all = 0, seen = 0;
  for (unsigned bucket = 0; bucket < BUCKETS; bucket++) {
    all += tally->latencies[bucket];
  }
  for (unsigned bucket = 0; bucket < BUCKETS; bucket++) {
    seen += tally->latencies[bucket];
    if (seen > 0 && seen >= share * all) {
      return bucket_ns(bucket);
    }
  }
  return 0;
}

void append_histogram(const struct tally *tally, const char *path) {
  FILE *out = fopen(path, "a");
  if (!out) {
    fail(path);
  }
  for (unsigned bucket = 0; bucket < BUCKETS; bucket++) {
    if (tally->latencies[bucket]) {
      fprintf(out, "%llu %llu\n", (unsigned long long)bucket_ns(bucket), (unsigned long long)tally->latencies[bucket]);
    }
  }
  fclose(out);
}

int connect_datagram(const struct order *order) {
  int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0), buffer = 4 << 20;
  if (descriptor < 0 || setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer) ||
      connect(descriptor, (const struct sockaddr *)&order->server, sizeof order->server)) {
    fail("connect");
  }
  return descriptor;
}

static uint64_t preemptions(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_nivcsw;
}

void begin(const struct order *order, struct tally *tally) {
  tally->preemptions = preemptions();
  tally->processor = read_processor_time(&order->processes);
  tally->wall_ns = now_ns();
}

void end(const struct order *order, struct tally *tally) {
  struct processor_time before = tally->processor, after = read_processor_time(&order->processes);
  tally->wall_ns = now_ns() - tally->wall_ns;
  tally->processor.threads_ns = after.threads_ns - before.threads_ns;
  tally->processor.processes_ns = after.processes_ns - before.processes_ns;
  tally->preemptions = preemptions() - tally->preemptions;
}
