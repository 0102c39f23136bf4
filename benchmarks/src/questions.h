// What is asked, and what a right answer is. A question is a number; everything about it follows from the number, so
// neither side of the measurement keeps a list of names.
#ifndef QUESTIONS_H
#define QUESTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ORIGIN "bench.example"
#define CLUSTER_ADDRESSES 6
#define HEADER_BYTES 12
#define MOST_QUERY_BYTES 112
#define CLIENT_COOKIE_BYTES 8
#define MOST_COOKIE_BYTES 40

enum kind {
  CLUSTER,  // images.bench.example: CLUSTER_ADDRESSES A records, in any order
  NAMES,    // one of `count` names of one zone, an A record each; some of them are not there
  ZONES,    // www in one of `count` zones, an A record each
  GEO,      // geo.bench.example for clients of one of `count` networks: the A record of that network's clients
  STILL,    // all.bench.example for the same networks: one A record, whoever asks
};

enum edns { NO_EDNS, COOKIE, SUBNET };

// An IPv4 network of 24 bits, its last octet left out, and the A record that its clients get.
struct network {
  uint8_t prefix[3], address[4];
};

struct workload {
  enum kind kind;
  uint32_t count;
  uint32_t absent_percent;
  enum edns edns;
  bool echo;  // the server is an echo: only id and question are expected
  uint8_t cookie[MOST_COOKIE_BYTES];
  size_t cookie_bytes;
  struct network *networks;  // of GEO and STILL
};

// A question's number; `absent` names have numbers of their own.
struct question {
  uint32_t number;
  bool absent;
};

// How long answers are, from the shortest to the longest, in bytes.
struct lengths {
  uint32_t least, most;
};

// Reads `cluster`, `names:COUNT[:ABSENT_PERCENT]`, `zones:COUNT`, `geo:FILE` or `still:FILE`; false if it is none of these.
// FILE has lines of NETWORK/24 and ADDRESS.
bool read_workload(const char *text, struct workload *workload);

// The label that stands for a number: scattered, as names are in life, and never the same for two numbers.
void write_label(uint32_t number, bool absent, char label[10]);

// The A record of a number, in network order.
void write_address(uint32_t number, uint8_t address[4]);

// Any question of the workload. `random` is any number.
struct question choose_question(const struct workload *workload, uint64_t random);

// Writes the query and returns its length; the id's place is left to the caller.
size_t write_query(const struct workload *workload, struct question question, uint8_t query[MOST_QUERY_BYTES]);

// What is wrong with a reply, or null. `records` says that the records themselves are read, too.
const char *find_fault(const struct workload *workload, struct question question, const uint8_t *query,
                       size_t query_bytes, const uint8_t *reply, size_t reply_bytes, bool records);

// Takes the cookie of a reply to a query; false if it has none.
bool take_cookie(struct workload *workload, const uint8_t *query, const uint8_t *reply, size_t reply_bytes);

// Writes a query for geo.bench.example on behalf of one address: an option of source 32 (RFC 7871). Returns its length.
size_t write_query_for(const uint8_t client[4], uint8_t query[MOST_QUERY_BYTES]);

// Reads the first A record and the option's scope of a reply to such a query; what is wrong with it, or null.
const char *read_scoped(const uint8_t *query, size_t query_bytes, const uint8_t *reply, size_t reply_bytes,
                        uint8_t address[4], unsigned *scope);

void prime_cookie(struct workload *workload);

uint64_t next_random(uint64_t *state);

#endif
