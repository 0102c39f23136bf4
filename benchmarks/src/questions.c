#include "questions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TYPE_A = 1, TYPE_SOA = 6, TYPE_OPT = 41, CLASS_IN = 1, OPTION_SUBNET = 8, OPTION_COOKIE = 10, NXDOMAIN = 3 };
enum { IPV4 = 1, MOST_NETWORKS = 1 << 20 };

uint64_t next_random(uint64_t *state) {  // xorshift64*
  uint64_t x = *state;
  x ^= x >> 12;
  x ^= x << 25;
  x ^= x >> 27;
  *state = x;
  return x * 0x2545F4914F6CDD1DULL;
}

// Reads the networks' file, and ends the program if it can't be read: a run without it would measure something else.
static bool read_networks(const char *path, struct workload *workload) {
  unsigned octets[3], address[4];
  FILE *in = fopen(path, "r");
  if (!in) {
    perror(path);
    exit(2);
  }
  workload->networks = calloc(MOST_NETWORKS, sizeof *workload->networks);
  while (workload->networks && workload->count < MOST_NETWORKS &&
         fscanf(in, "%u.%u.%u.0/24 %u.%u.%u.%u\n", &octets[0], &octets[1], &octets[2], &address[0], &address[1],
                &address[2], &address[3]) == 7) {
    struct network *network = &workload->networks[workload->count++];
    for (int i = 0; i < 4; i++) {
      network->address[i] = address[i];
      if (i < 3) {
        network->prefix[i] = octets[i];
      }
    }
  }
  bool whole = feof(in) && workload->count > 0;
  fclose(in);
  return whole;
}

bool read_workload(const char *text, struct workload *workload) {
  char *end;
  if (!strcmp(text, "cluster")) {
    workload->kind = CLUSTER;
    workload->count = 1;
    return true;
  }
  if (!strncmp(text, "geo:", 4) || !strncmp(text, "still:", 6)) {
    workload->kind = text[0] == 'g' ? GEO : STILL;
    workload->edns = SUBNET;
    return read_networks(strchr(text, ':') + 1, workload);
  }
  if (!strncmp(text, "names:", 6) || !strncmp(text, "zones:", 6)) {
    workload->kind = text[0] == 'n' ? NAMES : ZONES;
    workload->count = strtoul(text + 6, &end, 10);
    if (*end == ':') {
      workload->absent_percent = strtoul(end + 1, &end, 10);
    }
    return *end == 0 && workload->count > 0 && workload->absent_percent <= 100;
  }
  return false;
}

void write_label(uint32_t number, bool absent, char label[10]) {
  static const char digits[] = "0123456789abcdef";
  uint32_t x = number;  // each step can be undone, so no two numbers meet
  x = (x ^ x >> 16) * 0x7feb352dU;
  x = (x ^ x >> 15) * 0x846ca68bU;
  x ^= x >> 16;
  label[0] = absent ? 'x' : 'h';
  for (int i = 8; i > 0; i--, x >>= 4) {
    label[i] = digits[x & 15];
  }
  label[9] = 0;
}

void write_address(uint32_t number, uint8_t address[4]) {
  address[0] = 10;
  address[1] = number >> 16;
  address[2] = number >> 8;
  address[3] = number;
}

struct question choose_question(const struct workload *workload, uint64_t random) {
  // The high half chooses the number without division, the low half whether it is there.
  uint32_t number = (uint64_t)(uint32_t)(random >> 32) * workload->count >> 32;
  bool absent = (uint64_t)(uint32_t)random * 100 >> 32 < workload->absent_percent;
  return (struct question){number, absent};
}

static uint8_t *write_name_part(uint8_t *at, const char *label) {
  size_t length = strlen(label);
  *at++ = length;
  memcpy(at, label, length);
  return at + length;
}

static uint8_t *write_16(uint8_t *at, uint16_t value) {
  at[0] = value >> 8;
  at[1] = value;
  return at + 2;
}

static uint16_t read_16(const uint8_t *at) { return at[0] << 8 | at[1]; }

// An OPT record with a client's subnet (RFC 7871 §6), and its count.
static uint8_t *write_subnet(uint8_t *at, const uint8_t *prefix, uint8_t source, uint8_t *query) {
  size_t octets = source / 8;
  query[11] = 1;
  *at++ = 0;
  at = write_16(at, TYPE_OPT);
  at = write_16(at, 1232);
  memset(at, 0, 4);
  at = write_16(at + 4, 8 + octets);
  at = write_16(at, OPTION_SUBNET);
  at = write_16(at, 4 + octets);
  at = write_16(at, IPV4);
  *at++ = source;
  *at++ = 0;
  memcpy(at, prefix, octets);
  return at + octets;
}

size_t write_query(const struct workload *workload, struct question question, uint8_t query[MOST_QUERY_BYTES]) {
  char label[10];
  uint8_t *at = query + HEADER_BYTES;
  memset(query, 0, HEADER_BYTES);
  query[5] = 1;
  if (workload->kind == CLUSTER) {
    at = write_name_part(at, "images");
  } else if (workload->kind == GEO || workload->kind == STILL) {
    at = write_name_part(at, workload->kind == GEO ? "geo" : "all");
  } else {
    if (workload->kind == ZONES) {
      at = write_name_part(at, question.absent ? "none" : "www");
    }
    write_label(question.number, question.absent && workload->kind == NAMES, label);
    at = write_name_part(at, label);
  }
  if (workload->kind != ZONES) {
    at = write_name_part(at, "bench");
  }
  at = write_name_part(at, "example");
  *at++ = 0;
  at = write_16(at, TYPE_A);
  at = write_16(at, CLASS_IN);
  if (workload->edns == COOKIE) {
    query[11] = 1;
    *at++ = 0;
    at = write_16(at, TYPE_OPT);
    at = write_16(at, 1232);
    memset(at, 0, 4);
    at = write_16(at + 4, 4 + workload->cookie_bytes);
    at = write_16(at, OPTION_COOKIE);
    at = write_16(at, workload->cookie_bytes);
    memcpy(at, workload->cookie, workload->cookie_bytes);
    at += workload->cookie_bytes;
  }
  if (workload->edns == SUBNET) {
    at = write_subnet(at, workload->networks[question.number].prefix, 24, query);
  }
  return at - query;
}

size_t write_query_for(const uint8_t client[4], uint8_t query[MOST_QUERY_BYTES]) {
  struct workload workload = {.kind = GEO};
  uint8_t *at = query + write_query(&workload, (struct question){0, false}, query);
  return write_subnet(at, client, 32, query) - query;
}

void prime_cookie(struct workload *workload) {
  memcpy(workload->cookie, "bench\1\2\3", CLIENT_COOKIE_BYTES);
  workload->cookie_bytes = CLIENT_COOKIE_BYTES;
}

// The end of a name that is not followed through pointers, or null.
static const uint8_t *skip_name(const uint8_t *at, const uint8_t *end) {
  while (at < end) {
    if (*at == 0) {
      return at + 1;
    }
    if (*at >= 0xc0) {
      return at + 2 <= end ? at + 2 : NULL;
    }
    at += 1 + *at;
  }
  return NULL;
}

static size_t question_bytes(const uint8_t *query) {
  size_t length = HEADER_BYTES;
  while (query[length]) {
    length += 1 + query[length];
  }
  return length + 5;
}

struct record {
  const uint8_t *owner, *data;
  uint16_t type, class, data_bytes;
};

// Reads the record at `at` and returns what follows it, or null.
static const uint8_t *read_record(const uint8_t *at, const uint8_t *end, struct record *record) {
  record->owner = at;
  at = skip_name(at, end);
  if (!at || end - at < 10) {
    return NULL;
  }
  record->type = read_16(at);
  record->class = read_16(at + 2);
  record->data_bytes = read_16(at + 8);
  record->data = at + 10;
  return end - record->data < record->data_bytes ? NULL : record->data + record->data_bytes;
}

// True if the record's owner is the question's name, by a pointer or spelt out.
static bool owns(const struct record *record, const uint8_t *query, size_t name_bytes) {
  const uint8_t *owner = record->owner;
  return (owner[0] == 0xc0 && owner[1] == HEADER_BYTES) || !memcmp(owner, query + HEADER_BYTES, name_bytes);
}

// The option for a client's subnet within an OPT record, if it is the query's; else null. Its fourth octet is the scope.
static const uint8_t *find_subnet(const struct record *opt, const uint8_t *prefix, uint8_t source) {
  const uint8_t *end = opt->data + opt->data_bytes;
  for (const uint8_t *option = opt->data; end - option >= 4; option += 4 + read_16(option + 2)) {
    if (end - option < 4 + read_16(option + 2)) {
      return NULL;
    }
    if (read_16(option) == OPTION_SUBNET && read_16(option + 2) == 4 + source / 8 && read_16(option + 4) == IPV4 &&
        option[6] == source && !memcmp(option + 8, prefix, source / 8)) {
      return option + 4;
    }
  }
  return NULL;
}

static const char *find_fault_of_records(const struct workload *workload, struct question question,
                                         const uint8_t *query, const uint8_t *reply, size_t reply_bytes) {
  const uint8_t *end = reply + reply_bytes, *at = reply + question_bytes(query);
  size_t name_bytes = question_bytes(query) - HEADER_BYTES - 4;
  struct record record;
  unsigned seen = 0;
  uint8_t expected[4];
  for (int left = read_16(reply + 6); left > 0; left--) {
    at = read_record(at, end, &record);
    if (!at) {
      return "the answer section ends early";
    }
    if (record.type != TYPE_A || record.class != CLASS_IN || record.data_bytes != 4 ||
        !owns(&record, query, name_bytes)) {
      return "a record that is no A record of the name";
    }
    if (workload->kind == CLUSTER) {
      unsigned member = record.data[3] - 101U;
      if (memcmp(record.data, "\x7f\0\0", 3) || member >= CLUSTER_ADDRESSES || seen & 1U << member) {
        return "a wrong address of the cluster";
      }
      seen |= 1U << member;
      continue;
    }
    if (workload->kind == GEO) {
      memcpy(expected, workload->networks[question.number].address, 4);
    } else if (workload->kind == STILL) {
      memcpy(expected, "\x0a\0\0\1", 4);
    } else {
      write_address(question.number, expected);
    }
    if (memcmp(record.data, expected, 4)) {
      return "a wrong address";
    }
  }
  bool soa = false, opt = false;
  for (int left = read_16(reply + 8) + read_16(reply + 10); left > 0; left--) {
    at = read_record(at, end, &record);
    if (!at) {
      return "the reply ends early";
    }
    soa |= record.type == TYPE_SOA;
    opt |= record.type == TYPE_OPT;
    if (record.type == TYPE_OPT && workload->edns == SUBNET &&
        !find_subnet(&record, workload->networks[question.number].prefix, 24)) {
      return "the option for the client's subnet is not there, or not the query's";
    }
  }
  if (at != end) {
    return "bytes after the last record";
  }
  if (question.absent != soa) {
    return soa ? "a SOA record beside an answer" : "no SOA record in a denial";
  }
  return opt == (workload->edns != NO_EDNS) ? NULL : opt ? "an OPT record unasked for" : "no OPT record";
}

const char *find_fault(const struct workload *workload, struct question question, const uint8_t *query,
                       size_t query_bytes, const uint8_t *reply, size_t reply_bytes, bool records) {
  size_t asked = question_bytes(query);
  if (asked > query_bytes || reply_bytes < asked) {
    return "too short";
  }
  if (memcmp(query, reply, 2)) {
    return "another id";
  }
  if (memcmp(query + HEADER_BYTES, reply + HEADER_BYTES, asked - HEADER_BYTES)) {
    return "another question";
  }
  if (!(reply[2] & 0x80)) {
    return "no response bit";
  }
  if (workload->echo) {
    return NULL;
  }
  if ((reply[2] & 0x7f) != 0x04) {
    return "AA is not set, or TC, RD or an opcode is";
  }
  if ((reply[3] & 15) != (question.absent ? NXDOMAIN : 0)) {
    return "a wrong response code";
  }
  if (read_16(reply + 4) != 1) {
    return "not one question";
  }
  if (read_16(reply + 6) != (question.absent ? 0 : workload->kind == CLUSTER ? CLUSTER_ADDRESSES : 1)) {
    return "a wrong number of answers";
  }
  return records ? find_fault_of_records(workload, question, query, reply, reply_bytes) : NULL;
}

const char *read_scoped(const uint8_t *query, size_t query_bytes, const uint8_t *reply, size_t reply_bytes,
                        uint8_t address[4], unsigned *scope) {
  struct workload workload = {.kind = GEO};
  const uint8_t *end = reply + reply_bytes, *at = reply + question_bytes(query), *option = NULL;
  const char *fault = find_fault(&workload, (struct question){0, false}, query, query_bytes, reply, reply_bytes, false);
  struct record record;
  bool answered = false;
  if (fault) {
    return fault;
  }
  for (int left = read_16(reply + 6) + read_16(reply + 8) + read_16(reply + 10); left > 0; left--) {
    at = read_record(at, end, &record);
    if (!at) {
      return "the reply ends early";
    }
    if (record.type == TYPE_A && record.data_bytes == 4 && !answered) {
      memcpy(address, record.data, 4);
      answered = true;
    }
    if (record.type == TYPE_OPT) {
      option = find_subnet(&record, query + query_bytes - 4, 32);
    }
  }
  if (!answered || !option) {
    return answered ? "the option for the client's subnet is not there" : "no A record";
  }
  *scope = option[3];
  return *scope <= 32 ? NULL : "a scope beyond 32";
}

bool take_cookie(struct workload *workload, const uint8_t *query, const uint8_t *reply, size_t reply_bytes) {
  const uint8_t *end = reply + reply_bytes, *at = reply + question_bytes(query);
  struct record record;
  for (int left = read_16(reply + 6) + read_16(reply + 8) + read_16(reply + 10); left > 0; left--) {
    at = read_record(at, end, &record);
    if (!at) {
      return false;
    }
    if (record.type != TYPE_OPT) {
      continue;
    }
    for (const uint8_t *option = record.data; at - option >= 4; option += 4 + read_16(option + 2)) {
      size_t length = read_16(option + 2);
      if (read_16(option) == OPTION_COOKIE && length > CLIENT_COOKIE_BYTES && length <= MOST_COOKIE_BYTES &&
          (size_t)(at - option) >= 4 + length && !memcmp(option + 4, workload->cookie, CLIENT_COOKIE_BYTES)) {
        memcpy(workload->cookie, option + 4, length);
        workload->cookie_bytes = length;
        return true;
      }
    }
  }
  return false;
}
