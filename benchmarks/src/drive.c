// Asks a nameserver and measures what that costs it. One thread, loopback only, an end after --seconds.
//
//   drive saturate --port PORT --ask WORKLOAD ...   over UDP, as much as it answers: a window of questions
//   drive tcp      --port PORT --ask WORKLOAD ...   the same over TCP connections that stay
//   drive rate     --port PORT --ask WORKLOAD ...   over UDP, --rate questions per second, with latencies
//   drive first    --port PORT --ask WORKLOAD ...   asks until the first right answer
//   drive walk     --port PORT --ask geo:FILE ...   all of IPv4 by the scopes of the answers
//   drive cpu      --pid PID                        CPU time of a process and its descendants
//
// Prints one line of KEY=VALUE; TERM makes it do so early. Exit codes: 0 done, 1 failed, 2 usage, 3 a wrong answer (shown on standard error).
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "driving.h"

static const uint64_t ASK_FIRST_EVERY_MS = 2;

static void stop(int signal) {
  (void)signal;
  stopped = 1;
}

static void usage(const char *what) {
  fprintf(stderr,
          "drive: %s\nusage: drive saturate|tcp|rate|first|walk|cpu [--address ADDRESS] --port PORT --ask WORKLOAD\n"
          "  [--cookie] [--echo] [--pid PID] [--seconds N] [--window N] [--sockets N] [--rate N]\n"
          "  [--seed N] [--since EPOCH_NANOSECONDS] [--histogram FILE]\n"
          "WORKLOAD: cluster, names:COUNT[:PERCENT_ABSENT], zones:COUNT, geo:FILE or still:FILE\n",
          what);
  exit(2);
}

// Receives one reply within the time; its length, or 0.
static size_t receive_one(int socket, uint8_t *reply, size_t size, int wait_ms) {
  struct pollfd readable = {.fd = socket, .events = POLLIN};
  if (poll(&readable, 1, wait_ms) <= 0) {
    return 0;
  }
  ssize_t length = recv(socket, reply, size, 0);
  return length < 0 ? 0 : length;
}

// Gets the server's cookie; without one the client's own is sent on, padded to the length that others have.
static bool get_cookie(struct order *order) {
  uint8_t query[MOST_QUERY_BYTES], reply[2048];
  int socket = connect_datagram(order);
  prime_cookie(&order->workload);
  bool got = false;
  for (int attempt = 0; attempt < 3 && !got; attempt++) {
    size_t length = write_query(&order->workload, (struct question){0, false}, query);
    if (send(socket, query, length, 0) < 0) {
      continue;
    }
    length = receive_one(socket, reply, sizeof reply, 500);
    got = length >= HEADER_BYTES && take_cookie(&order->workload, query, reply, length);
  }
  close(socket);
  if (!got) {
    order->workload.cookie_bytes = 24;
  }
  return got;
}

static int wait_for_first(const struct order *order, uint64_t since_ns) {
  uint8_t query[MOST_QUERY_BYTES], reply[2048];
  struct question question = {order->workload.count / 2, false};
  int socket = connect_datagram(order);
  uint64_t until = now_ns() + order->seconds * 1e9;
  size_t length = write_query(&order->workload, question, query);
  query[1] = 1;  // one id: an answer may also be to an earlier attempt
  while (now_ns() < until && !stopped) {
    if (send(socket, query, length, 0) < 0 && errno != ECONNREFUSED) {
      fail("send");
    }
    size_t got = receive_one(socket, reply, sizeof reply, ASK_FIRST_EVERY_MS);
    if (got && !find_fault(&order->workload, question, query, length, reply, got, true)) {
      struct timespec now;
      clock_gettime(CLOCK_REALTIME, &now);
      printf("first_ns=%lld\n", (long long)(now.tv_sec * 1000000000LL + now.tv_nsec - (int64_t)since_ns));
      return 0;
    }
    if (got || errno == ECONNREFUSED) {
      usleep(ASK_FIRST_EVERY_MS * 1000);
    }
  }
  fprintf(stderr, "no right answer within %.0f s\n", order->seconds);
  return 1;
}

static void print_tally(const struct tally *tally, bool cookie) {
  double answered = tally->answered ? tally->answered : 1;
  printf("answered=%llu lost=%llu late=%llu cpu_us=%.4f schedstat_us=%.4f share=%.4f qps=%.0f wall_ns=%llu ",
         (unsigned long long)tally->answered, (unsigned long long)tally->lost, (unsigned long long)tally->late,
         tally->processor.processes_ns / answered / 1e3, tally->processor.threads_ns / answered / 1e3,
         tally->processor.processes_ns / (double)tally->wall_ns, tally->answered * 1e9 / tally->wall_ns,
         (unsigned long long)tally->wall_ns);
  printf("query=%u-%u answer=%u-%u denial=%u-%u cookie=%s preemptions=%llu", tally->queries.least, tally->queries.most,
         tally->answers.least, tally->answers.most, tally->denials.least, tally->denials.most, cookie ? "yes" : "no",
         (unsigned long long)tally->preemptions);
  if (latency_at(tally, 1) > 0) {
    printf(" p50_us=%.1f p90_us=%.1f p99_us=%.1f p999_us=%.1f max_us=%.1f", latency_at(tally, .5) / 1e3,
           latency_at(tally, .9) / 1e3, latency_at(tally, .99) / 1e3, latency_at(tally, .999) / 1e3,
           latency_at(tally, 1) / 1e3);
  }
  putchar('\n');
}

int main(int argc, char **argv) {
  static const struct option options[] = {
      {"address", required_argument, NULL, 'a'}, {"port", required_argument, NULL, 'p'},
      {"ask", required_argument, NULL, 'q'},     {"cookie", no_argument, NULL, 'c'},
      {"echo", no_argument, NULL, 'e'},          {"pid", required_argument, NULL, 'i'},
      {"seconds", required_argument, NULL, 's'}, {"window", required_argument, NULL, 'w'},
      {"sockets", required_argument, NULL, 'n'}, {"rate", required_argument, NULL, 'r'},
      {"seed", required_argument, NULL, 'x'},    {"since", required_argument, NULL, 't'},
      {"histogram", required_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
  static struct tally tally;
  struct order order = {.seconds = 1, .window = 128, .sockets = 4, .rate = 20000, .seed = 0x9e3779b97f4a7c15ULL};
  uint64_t since_ns = 0;
  bool asks = false, cookie = false;
  order.server.sin_family = AF_INET;
  order.server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // no load outlives who ordered it
  signal(SIGTERM, stop);
  for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
    switch (option) {
      case 'a':
        if (inet_pton(AF_INET, optarg, &order.server.sin_addr) != 1 || optarg[0] != '1' || strncmp(optarg, "127.", 4)) {
          usage("only addresses of 127.0.0.0/8 are asked");
        }
        break;
      case 'p': order.server.sin_port = htons(atoi(optarg)); break;
      case 'q': asks = read_workload(optarg, &order.workload); break;
      case 'c': order.workload.edns = COOKIE; break;
      case 'e': order.workload.echo = true; break;
      case 'i': order.processes = find_processes(atoi(optarg)); break;
      case 's': order.seconds = atof(optarg); break;
      case 'w': order.window = atoi(optarg); break;
      case 'n': order.sockets = atoi(optarg); break;
      case 'r': order.rate = atoi(optarg); break;
      case 'x': order.seed += strtoull(optarg, NULL, 10) * 2; break;
      case 't': since_ns = strtoull(optarg, NULL, 10); break;
      case 'h': order.histogram = optarg; break;
      default: usage("unknown option");
    }
  }
  const char *way = optind + 1 == argc ? argv[optind] : "";
  if (!strcmp(way, "cpu")) {
    struct processor_time used = read_processor_time(&order.processes);
    printf("cpu_ns=%llu schedstat_ns=%llu\n", (unsigned long long)used.processes_ns,
           (unsigned long long)used.threads_ns);
    return 0;
  }
  if (!asks || order.server.sin_port == 0) {
    usage("--port and --ask are needed");
  }
  if (order.sockets < 1 || order.sockets > 64 || order.window < order.sockets || order.window > 16384 ||
      order.rate < 1 || order.rate > 1000000 || !(order.seconds > 0 && order.seconds <= 3600)) {
    usage("a number is out of its range");
  }
  if (order.workload.edns == COOKIE) {
    cookie = get_cookie(&order);
  }
  if (!strcmp(way, "first")) {
    return wait_for_first(&order, since_ns);
  }
  if (!strcmp(way, "walk") && order.workload.kind == GEO) {
    return walk(&order);
  }
  if (!strcmp(way, "saturate")) {
    saturate(&order, &tally);
  } else if (!strcmp(way, "rate")) {
    ask_at_rate(&order, &tally);
  } else if (!strcmp(way, "tcp")) {
    saturate_streams(&order, &tally);
  } else {
    usage("saturate, tcp, rate, first, walk (of geo) or cpu");
  }
  print_tally(&tally, cookie);
  if (order.histogram) {
    append_histogram(&tally, order.histogram);
  }
  return 0;
}
