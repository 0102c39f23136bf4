// Asking over TCP: connections that stay, and questions that follow each other without waiting. Answers may come in any
// order. Connections are made before the measurement begins.
#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "driving.h"

enum { MOST_CONNECTIONS = 64, IN_BYTES = 1 << 17, OUT_BYTES = 1 << 15 };

struct stream {
  int socket;
  struct slots slots;
  uint32_t held, written, gone;  // bytes received and not used; bytes to send; how many of them are sent
  uint8_t in[IN_BYTES], out[OUT_BYTES];
};

static void connect_stream(const struct order *order, struct stream *stream) {
  int on = 1;
  stream->socket = socket(AF_INET, SOCK_STREAM, 0);
  if (stream->socket < 0 || connect(stream->socket, (const struct sockaddr *)&order->server, sizeof order->server) ||
      setsockopt(stream->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on)) {
    fail("connect over TCP");
  }
  make_slots(&stream->slots, order->window / order->sockets);
}

static void receive(struct stream *stream, const struct order *order, struct tally *tally) {
  uint32_t used = 0;
  ssize_t count = recv(stream->socket, stream->in + stream->held, IN_BYTES - stream->held, MSG_DONTWAIT);
  if (count == 0) {
    errno = ECONNRESET;
  }
  if (count <= 0) {
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
      return;
    }
    fail("the server ended a connection");
  }
  // An acknowledgement that waited for a query to go with would hold back servers with Nagle's algorithm for 40 ms.
  setsockopt(stream->socket, IPPROTO_TCP, TCP_QUICKACK, &(int){1}, sizeof(int));
  stream->held += count;
  while (stream->held - used >= 2) {
    uint32_t length = stream->in[used] << 8 | stream->in[used + 1];
    if (stream->held - used < 2 + length) {
      break;
    }
    take(&stream->slots, order, tally, stream->in + used + 2, length);
    used += 2 + length;
  }
  memmove(stream->in, stream->in + used, stream->held - used);
  stream->held -= used;
}

static void send_rest(struct stream *stream) {
  if (stream->gone == stream->written) {
    return;
  }
  ssize_t count =
      send(stream->socket, stream->out + stream->gone, stream->written - stream->gone, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (count < 0 && errno != EAGAIN && errno != EINTR) {
    fail("send over TCP");
  }
  stream->gone += count > 0 ? count : 0;
}

static void fill(struct stream *stream, const struct order *order, struct tally *tally, uint64_t *random,
                 uint64_t now) {
  send_rest(stream);
  if (stream->gone < stream->written || stream->slots.free_count == 0) {
    return;
  }
  stream->gone = stream->written = 0;
  for (struct slot *slot;
       stream->written + 2 + MOST_QUERY_BYTES < OUT_BYTES && (slot = ask(&stream->slots, order, random, now));) {
    memcpy(stream->out + stream->written, slot->query, 2 + slot->length);
    stream->written += 2 + slot->length;
    tally->sent++;
  }
  send_rest(stream);
}

void saturate_streams(const struct order *order, struct tally *tally) {
  static struct stream streams[MOST_CONNECTIONS];
  uint64_t random = order->seed;
  uint32_t left = 0;
  for (unsigned i = 0; i < order->sockets; i++) {
    connect_stream(order, &streams[i]);
  }
  begin(order, tally);
  uint64_t now = now_ns(), until = now + order->seconds * 1e9;
  for (; now < until && !stopped; now = now_ns()) {
    for (unsigned i = 0; i < order->sockets; i++) {
      receive(&streams[i], order, tally);
      fill(&streams[i], order, tally, &random, now);
    }
  }
  until = now + LOST_AFTER_NS;
  do {
    left = 0;
    for (unsigned i = 0; i < order->sockets; i++) {
      send_rest(&streams[i]);
      receive(&streams[i], order, tally);
      left += under_way(&streams[i].slots);
    }
  } while (left > 0 && now_ns() < until);
  tally->lost += left;
  end(order, tally);
  for (unsigned i = 0; i < order->sockets; i++) {
    close(streams[i].socket);
  }
}
