// The least that HTTP checks cost: an epoll loop that does only that, one connection a probe.
//
//   checks FIRST_ADDRESS COUNT PORT INTERVAL_MILLISECONDS SECONDS
//
// Each endpoint is asked for `/` and is content with status 200. At the end it prints how many probes succeeded and failed,
// and the processor time that they took, in microseconds each.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST_SOCKETS = 65536, EVENTS = 512, ANSWER_BYTES = 2048 };

struct endpoint {
  struct sockaddr_in address;
  uint64_t due_ms;
};

static uint64_t succeeded, failed;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static uint64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000ULL + now.tv_nsec / 1000000;
}

static void end(int socket, bool good) {
  close(socket);
  *(good ? &succeeded : &failed) += 1;
}

static void begin(int poll, const struct endpoint *endpoint) {
  int made = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (made < 0 || made >= MOST_SOCKETS) {
    fail("socket");
  }
  struct epoll_event event = {.events = EPOLLOUT, .data.fd = made};
  if (connect(made, (const struct sockaddr *)&endpoint->address, sizeof endpoint->address) && errno != EINPROGRESS) {
    end(made, false);
  } else {
    epoll_ctl(poll, EPOLL_CTL_ADD, made, &event);
  }
}

static void go_on(int poll, const struct epoll_event *ready) {
  static const char request[] = "GET / HTTP/1.1\r\nHost: www.example.com\r\nConnection: close\r\n\r\n";
  char bytes[ANSWER_BYTES];
  int socket = ready->data.fd;
  if (ready->events & EPOLLOUT) {
    if (send(socket, request, sizeof request - 1, MSG_NOSIGNAL) < 0) {
      end(socket, false);
      return;
    }
    struct epoll_event event = {.events = EPOLLIN, .data.fd = socket};
    epoll_ctl(poll, EPOLL_CTL_MOD, socket, &event);
    return;
  }
  ssize_t got = recv(socket, bytes, sizeof bytes, 0);
  end(socket, got > 12 && !memcmp(bytes, "HTTP/1.1 200", 12));
}

int main(int words, char **word) {
  struct in_addr first;
  if (words != 6 || !inet_aton(word[1], &first)) {
    fprintf(stderr, "usage: checks FIRST_ADDRESS COUNT PORT INTERVAL_MILLISECONDS SECONDS\n");
    return 2;
  }
  unsigned count = atoi(word[2]), interval = atoi(word[4]);
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  struct endpoint *endpoints = calloc(count, sizeof *endpoints);
  uint64_t start = now_ms(), stop = start + atoi(word[5]) * 1000ULL;
  for (unsigned i = 0; i < count; i++) {
    endpoints[i].address = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(atoi(word[3]))};
    endpoints[i].address.sin_addr.s_addr = htonl(ntohl(first.s_addr) + i);
    endpoints[i].due_ms = start + (uint64_t)i * interval / count; // evenly over the interval, and in order ever after
  }
  int poll = epoll_create1(0);
  struct epoll_event events[EVENTS];
  unsigned next = 0;
  for (uint64_t now = start; now < stop; now = now_ms()) {
    for (; endpoints[next].due_ms <= now; next = (next + 1) % count) {
      endpoints[next].due_ms += interval;
      begin(poll, &endpoints[next]);
    }
    int ready = epoll_wait(poll, events, EVENTS, endpoints[next].due_ms - now);
    for (int i = 0; i < ready; i++) {
      go_on(poll, &events[i]);
    }
  }
  struct timespec used;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  printf("succeeded=%llu failed=%llu cpu_us=%.2f\n", (unsigned long long)succeeded, (unsigned long long)failed,
         (used.tv_sec * 1e6 + used.tv_nsec / 1e3) / (succeeded + failed));
}
