// What health checks find: one HTTP server at an address, or with 0.0.0.0 at every address of this host that no other one
// has. Each request is answered after a time of its own.
//
//   hosts ADDRESS PORT LEAST_MILLISECONDS MOST_MILLISECONDS
//
// Prints a line when it is ready. SIGUSR1: refuses from then on. SIGUSR2: prints how many requests it has answered.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
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

enum { MOST_SOCKETS = 65536, EVENTS = 512, REQUEST_BYTES = 2048, WHEEL = 1024 };

static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nok\n";
static volatile sig_atomic_t refuse, tell;
// By the millisecond in which they are due: sockets, as a list through `next`, 0 at its end.
static int wheel[WHEEL], next[MOST_SOCKETS];
static uint8_t matched[MOST_SOCKETS];
static bool waits[MOST_SOCKETS];

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void on_signal(int number) {
  if (number == SIGUSR1) {
    refuse = 1;
  } else {
    tell = 1;
  }
}

static uint64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000ULL + now.tv_nsec / 1000000;
}

// True when the empty line has come that ends a request.
static bool is_whole(int socket, const char *bytes, ssize_t count) {
  static const char end[] = "\r\n\r\n";
  for (ssize_t i = 0; i < count; i++) {
    matched[socket] = bytes[i] == end[matched[socket]] ? matched[socket] + 1 : bytes[i] == '\r';
    if (matched[socket] == 4) {
      matched[socket] = 0;
      return true;
    }
  }
  return false;
}

static void answer_due(uint64_t from, uint64_t to, uint64_t *answered) {
  for (uint64_t ms = from; ms < to; ms++) {
    int socket = wheel[ms % WHEEL];
    wheel[ms % WHEEL] = 0;
    while (socket) {
      int following = next[socket];
      waits[socket] = false;
      if (send(socket, answer, sizeof answer - 1, MSG_NOSIGNAL) > 0) {
        ++*answered;
      }
      socket = following;
    }
  }
}

int main(int count, char **words) {
  struct sockaddr_in own = {.sin_family = AF_INET};
  if (count != 5 || !inet_aton(words[1], &own.sin_addr)) {
    fprintf(stderr, "usage: hosts ADDRESS PORT LEAST_MILLISECONDS MOST_MILLISECONDS\n");
    return 2;
  }
  unsigned least = atoi(words[3]), spread = atoi(words[4]) - least + 1, seed = 1;
  if (least + spread >= WHEEL) {
    fprintf(stderr, "hosts: at most %d ms\n", WHEEL - 2);
    return 2;
  }
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  struct sigaction action = {.sa_handler = on_signal};
  sigaction(SIGUSR1, &action, NULL);
  sigaction(SIGUSR2, &action, NULL);
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), yes = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  setsockopt(listener, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes); // beside one at every address
  setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  own.sin_port = htons(atoi(words[2]));
  if (bind(listener, (struct sockaddr *)&own, sizeof own) || listen(listener, 4096)) {
    fail("listen");
  }
  int poll = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[EVENTS];
  epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
  puts("ready");
  fflush(stdout);
  char bytes[REQUEST_BYTES];
  uint64_t answered = 0, waiting = 0, reached = now_ms();
  for (;;) {
    int ready = epoll_wait(poll, events, EVENTS, waiting ? 1 : 1000);
    uint64_t now = now_ms(), before = answered;
    if (tell) {
      tell = 0;
      printf("%llu\n", (unsigned long long)answered);
      fflush(stdout);
    }
    if (refuse && listener >= 0) {
      close(listener);
      listener = -1;
    }
    uint64_t due = now < reached + WHEEL ? now : reached + WHEEL;
    answer_due(reached, due, &answered);
    waiting -= waiting < answered - before ? waiting : answered - before;
    reached = now;
    for (int i = 0; i < ready; i++) {
      int socket = events[i].data.fd;
      if (socket == listener) {
        int accepted;
        while ((accepted = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
          if (accepted >= MOST_SOCKETS) {
            close(accepted);
            continue;
          }
          matched[accepted] = 0;
          waits[accepted] = false;
          struct epoll_event client = {.events = EPOLLIN, .data.fd = accepted};
          epoll_ctl(poll, EPOLL_CTL_ADD, accepted, &client);
        }
        continue;
      }
      ssize_t got = recv(socket, bytes, sizeof bytes, 0);
      if (got > 0) {
        if (is_whole(socket, bytes, got) && !waits[socket]) {
          uint64_t at = reached + least + rand_r(&seed) % spread;
          next[socket] = wheel[at % WHEEL];
          wheel[at % WHEEL] = socket;
          waits[socket] = true;
          waiting++;
        }
      } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
        // One that still waits for its answer keeps its number until then.
        if (!waits[socket]) {
          close(socket);
        } else {
          epoll_ctl(poll, EPOLL_CTL_DEL, socket, NULL);
          shutdown(socket, SHUT_RDWR);
          for (int *place = &wheel[0]; place < wheel + WHEEL; place++) {
            int *link = place;
            while (*link && *link != socket) {
              link = &next[*link];
            }
            if (*link) {
              *link = next[socket];
            }
          }
          waits[socket] = false;
          waiting--;
          close(socket);
        }
      }
    }
  }
}
