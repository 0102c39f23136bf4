// What the ways of asking have in common: slots for questions under way, the tally of answers, the order to drive.
#ifndef DRIVING_H
#define DRIVING_H

#include <netinet/in.h>
#include <signal.h>

#include "processor.h"
#include "questions.h"

#define BATCH 64
#define BUCKETS 4096
#define LOST_AFTER_NS 1000000000ULL
#define RECORDS_READ_EVERY 16

// The order: whom to ask what, how, and for how long.
struct order {
  struct sockaddr_in server;
  struct workload workload;
  struct processes processes;
  const char *histogram;  // a file that latencies are appended to, or null
  double seconds;
  unsigned window;   // questions under way over all sockets
  unsigned sockets;  // or connections
  unsigned rate;     // questions per second, if it is not the window that limits
  uint64_t seed;
};

// A question under way. Its place in the array is the low part of its id, how often it was used the rest.
struct slot {
  uint64_t since_ns;
  struct question question;
  uint16_t generation, length;
  bool busy;
  uint8_t query[2 + MOST_QUERY_BYTES];  // behind the two bytes of TCP's length
};

struct slots {
  struct slot *all;
  uint32_t *free;
  uint32_t count, free_count;  // count is a power of two
};

struct tally {
  uint64_t sent, answered, lost, late;
  struct lengths answers, denials, queries;
  uint64_t latencies[BUCKETS];
  uint64_t wall_ns, preemptions;
  struct processor_time processor;
};

// Set by a signal: what is under way is waited for, and that is all.
extern volatile sig_atomic_t stopped;

uint64_t now_ns(void);

void fail(const char *what) __attribute__((noreturn));

void make_slots(struct slots *slots, uint32_t count);

// Writes a new question into a free slot, or returns null if there is none.
struct slot *ask(struct slots *slots, const struct order *order, uint64_t *random, uint64_t since_ns);

// Takes a reply: checks it, ends the program if it is wrong, and frees its slot. Returns the slot, or null if the reply
// came after its question was given up.
struct slot *take(struct slots *slots, const struct order *order, struct tally *tally, const uint8_t *reply,
                  size_t length);

// Gives up the questions that are too old.
void give_up(struct slots *slots, struct tally *tally, uint64_t now);

uint32_t under_way(const struct slots *slots);

void count_latency(struct tally *tally, uint64_t ns);

// The latency that `share` of all answers had at most, in nanoseconds.
uint64_t latency_at(const struct tally *tally, double share);

void append_histogram(const struct tally *tally, const char *path);

int connect_datagram(const struct order *order);

// The ways of asking; each fills the tally.
void saturate(const struct order *order, struct tally *tally);
void ask_at_rate(const struct order *order, struct tally *tally);
void saturate_streams(const struct order *order, struct tally *tally);

// Asks for one address after the other, each time beyond the network that the last answer holds for, until all of IPv4 is
// told. Prints how many entries a resolver's cache would have, and a sum of what they say.
int walk(const struct order *order);

// Measure time and processor from here, to there.
void begin(const struct order *order, struct tally *tally);
void end(const struct order *order, struct tally *tally);

#endif
