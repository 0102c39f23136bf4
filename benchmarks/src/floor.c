// The floor: what the kernel alone takes for a datagram in and a datagram out, at the best that is known. Receives up to
// 64 datagrams at a time and sends back as many bytes as a nameserver would: the question with the response bit set, the
// rest zeros. It reads nothing of them but the first letter of the name, which says whether the answer is a denial.
//
//   floor ADDRESS PORT BYTES BYTES_OF_DENIALS [udp|pktinfo|tcp]
//
// UDP sockets are as popdns has them: SO_REUSEPORT, a receive buffer of 4 MiB, IP_PMTUDISC_OMIT, and, for a wildcard
// address, IP_PKTINFO in and out. Over TCP: epoll, all that has come is read at once and answered by one send.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BATCH = 64, BUFFER_BYTES = 2048, HEADER_BYTES = 12, MOST_CONNECTIONS = 1024, STREAM_BYTES = 1 << 16 };

static unsigned answer_bytes, denial_bytes;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void set_option(int socket, int level, int name, int value, const char *what) {
  if (setsockopt(socket, level, name, &value, sizeof value)) {
    fail(what);
  }
}

// Writes the reply to a query and returns its length.
static unsigned write_reply(const uint8_t *query, unsigned query_bytes, uint8_t *reply) {
  unsigned length = query_bytes > HEADER_BYTES + 1 && query[HEADER_BYTES + 1] == 'x' ? denial_bytes : answer_bytes;
  memcpy(reply, query, query_bytes < length ? query_bytes : length);
  reply[2] |= 0x84;
  return length;
}

static void echo_datagrams(int socket, bool pktinfo) {
  static uint8_t queries[BATCH][BUFFER_BYTES], replies[BATCH][BUFFER_BYTES];
  static struct sockaddr_in clients[BATCH];
  static struct iovec in[BATCH], out[BATCH];
  static struct mmsghdr received[BATCH], sent[BATCH];
  static _Alignas(struct cmsghdr) uint8_t control[BATCH][CMSG_SPACE(sizeof(struct in_pktinfo))];
  for (int i = 0; i < BATCH; i++) {
    in[i] = (struct iovec){queries[i], BUFFER_BYTES};
    out[i].iov_base = replies[i];
    received[i].msg_hdr.msg_iov = &in[i];
    sent[i].msg_hdr.msg_iov = &out[i];
    received[i].msg_hdr.msg_iovlen = sent[i].msg_hdr.msg_iovlen = 1;
    received[i].msg_hdr.msg_name = sent[i].msg_hdr.msg_name = &clients[i];
    if (pktinfo) {
      received[i].msg_hdr.msg_control = sent[i].msg_hdr.msg_control = control[i];
    }
  }
  for (;;) {
    for (int i = 0; i < BATCH; i++) {
      received[i].msg_hdr.msg_namelen = sizeof clients[i];
      received[i].msg_hdr.msg_controllen = pktinfo ? sizeof control[i] : 0;
    }
    int count = recvmmsg(socket, received, BATCH, MSG_WAITFORONE, NULL);
    if (count < 0 && errno != EINTR) {
      fail("recvmmsg");
    }
    for (int i = 0; i < count; i++) {
      out[i].iov_len = write_reply(queries[i], received[i].msg_len, replies[i]);
      sent[i].msg_hdr.msg_namelen = received[i].msg_hdr.msg_namelen;
      sent[i].msg_hdr.msg_controllen = received[i].msg_hdr.msg_controllen;
      if (pktinfo) {
        ((struct in_pktinfo *)CMSG_DATA(CMSG_FIRSTHDR(&sent[i].msg_hdr)))->ipi_ifindex = 0;
      }
    }
    for (int done = 0; done < count;) {
      int now = sendmmsg(socket, sent + done, count - done, 0);
      done += now > 0 ? now : 1;  // a datagram that can't be sent is left
    }
  }
}

struct connection {
  int socket;
  unsigned held;  // bytes of a query that has not come whole
  uint8_t bytes[STREAM_BYTES];
};

// False at the connection's end.
static bool echo_stream(struct connection *connection) {
  static uint8_t replies[STREAM_BYTES * 16];
  unsigned used = 0, written = 0;
  ssize_t count = recv(connection->socket, connection->bytes + connection->held, STREAM_BYTES - connection->held, 0);
  if (count <= 0) {
    return count < 0 && errno == EAGAIN;
  }
  connection->held += count;
  while (connection->held - used >= 2) {
    unsigned length = connection->bytes[used] << 8 | connection->bytes[used + 1];
    if (connection->held - used < 2 + length || written + 2 + BUFFER_BYTES > sizeof replies) {
      break;
    }
    unsigned reply = write_reply(connection->bytes + used + 2, length, replies + written + 2);
    replies[written] = reply >> 8;
    replies[written + 1] = reply;
    written += 2 + reply;
    used += 2 + length;
  }
  memmove(connection->bytes, connection->bytes + used, connection->held - used);
  connection->held -= used;
  // The driver keeps its window far below the send buffer, so this never waits.
  return written == 0 || send(connection->socket, replies, written, MSG_NOSIGNAL) == written;
}

static void echo_streams(int listener) {
  struct epoll_event events[BATCH], event = {.events = EPOLLIN, .data.ptr = NULL};
  int poll = epoll_create1(0);
  if (listen(listener, MOST_CONNECTIONS) || epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event)) {
    fail("listen");
  }
  for (;;) {
    int count = epoll_wait(poll, events, BATCH, -1);
    for (int i = 0; i < count; i++) {
      struct connection *connection = events[i].data.ptr;
      if (connection) {
        if (!echo_stream(connection)) {
          close(connection->socket);
          free(connection);
        }
        continue;
      }
      int socket = accept(listener, NULL, NULL);
      connection = socket < 0 ? NULL : calloc(1, sizeof *connection);
      if (connection) {
        set_option(socket, IPPROTO_TCP, TCP_NODELAY, 1, "TCP_NODELAY");
        connection->socket = socket;
        event.data.ptr = connection;
        epoll_ctl(poll, EPOLL_CTL_ADD, socket, &event);
      }
    }
  }
}

int main(int argc, char **argv) {
  const char *way = argc > 5 ? argv[5] : "udp";
  struct sockaddr_in address = {.sin_family = AF_INET};
  if (argc < 5 || inet_pton(AF_INET, argv[1], &address.sin_addr) != 1 ||
      (strcmp(way, "udp") && strcmp(way, "pktinfo") && strcmp(way, "tcp"))) {
    fputs("usage: floor ADDRESS PORT BYTES BYTES_OF_DENIALS [udp|pktinfo|tcp]\n", stderr);
    return 2;
  }
  address.sin_port = htons(atoi(argv[2]));
  answer_bytes = atoi(argv[3]);
  denial_bytes = atoi(argv[4]);
  if (answer_bytes > BUFFER_BYTES || denial_bytes > BUFFER_BYTES) {
    fputs("floor: at most 2048 bytes\n", stderr);
    return 2;
  }
  bool tcp = !strcmp(way, "tcp"), pktinfo = !strcmp(way, "pktinfo");
  int server = socket(AF_INET, tcp ? SOCK_STREAM : SOCK_DGRAM, 0);
  set_option(server, SOL_SOCKET, tcp ? SO_REUSEADDR : SO_REUSEPORT, 1, "SO_REUSEPORT");
  if (!tcp) {
    set_option(server, SOL_SOCKET, SO_RCVBUF, 4 << 20, "SO_RCVBUF");
    set_option(server, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_OMIT, "IP_MTU_DISCOVER");
    set_option(server, IPPROTO_IP, IP_PKTINFO, pktinfo, "IP_PKTINFO");
  }
  if (bind(server, (struct sockaddr *)&address, sizeof address)) {
    fail("bind");
  }
  if (tcp) {
    echo_streams(server);
  }
  echo_datagrams(server, pktinfo);
}
