// How finely a server cuts the clients' networks: a resolver keeps one answer for each network that a scope tells.
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "driving.h"

enum { TRIES = 5, WAIT_MS = 1000 };

// Asks for one address; false if no right answer comes.
static bool ask_for(int socket, uint32_t client, uint16_t id, uint8_t address[4], unsigned *scope) {
  uint8_t query[MOST_QUERY_BYTES], reply[2048];
  uint32_t network_order = htonl(client);
  size_t length = write_query_for((const uint8_t *)&network_order, query);
  query[0] = id >> 8;
  query[1] = id;
  for (int attempt = 0; attempt < TRIES; attempt++) {
    if (send(socket, query, length, 0) < 0 && errno != ECONNREFUSED) {
      fail("send");
    }
    struct pollfd readable = {.fd = socket, .events = POLLIN};
    while (poll(&readable, 1, WAIT_MS) > 0) {
      ssize_t got = recv(socket, reply, sizeof reply, 0);
      if (got < HEADER_BYTES || memcmp(reply, query, 2)) {
        continue;
      }
      const char *fault = read_scoped(query, length, reply, got, address, scope);
      if (fault) {
        fprintf(stderr, "%u.%u.%u.%u: %s\n", client >> 24, client >> 16 & 255, client >> 8 & 255, client & 255, fault);
      }
      return !fault;
    }
  }
  fprintf(stderr, "no answer\n");
  return false;
}

// FNV-1a over where the answer changes and to what: two servers that give all addresses the same have one sum.
static uint64_t add_change(uint64_t sum, uint32_t from, const uint8_t address[4]) {
  uint8_t bytes[8] = {from >> 24, from >> 16, from >> 8, from};
  memcpy(bytes + 4, address, 4);
  for (int i = 0; i < 8; i++) {
    sum = (sum ^ bytes[i]) * 0x100000001b3ULL;
  }
  return sum;
}

int walk(const struct order *order) {
  int socket = connect_datagram(order);
  uint64_t entries = 0, networks = 0, sum = 0xcbf29ce484222325ULL, until = now_ns() + order->seconds * 1e9;
  uint8_t address[4], last[4] = {0};
  unsigned scope;
  for (uint64_t client = 0; client <= UINT32_MAX;) {
    if (stopped || now_ns() > until || !ask_for(socket, client, entries, address, &scope)) {
      fprintf(stderr, "ended at %llu of 4294967296 addresses\n", (unsigned long long)client);
      return 1;
    }
    entries++;
    if (networks == 0 || memcmp(last, address, 4)) {
      networks++;
      sum = add_change(sum, client, address);
      memcpy(last, address, 4);
    }
    uint64_t size = 1ULL << (32 - scope);
    client = (client & ~(size - 1)) + size;
  }
  printf("entries=%llu changes=%llu sum=%016llx\n", (unsigned long long)entries, (unsigned long long)networks,
         (unsigned long long)sum);
  return 0;
}
