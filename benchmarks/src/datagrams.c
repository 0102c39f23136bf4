// Asking over UDP: as much as the server can answer, or at a fixed rate. Never waits in the kernel: a server that had to
// wake its client would pay for that, and one that never stops answering would not.
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "driving.h"

enum { MOST_SOCKETS = 64, REPLY_BYTES = 2048, SLOTS_AT_RATE = 1 << 14 };
static const uint64_t CHECK_EVERY_NS = 100000000;

struct port {
  int socket;
  struct slots slots;
};

static uint8_t replies[BATCH][REPLY_BYTES];
static struct iovec in[BATCH], out[BATCH];
static struct mmsghdr received[BATCH], sent[BATCH];

static void open_ports(const struct order *order, struct port *ports, uint32_t slots_each) {
  for (int i = 0; i < BATCH; i++) {
    in[i] = (struct iovec){replies[i], REPLY_BYTES};
    received[i].msg_hdr = (struct msghdr){.msg_iov = &in[i], .msg_iovlen = 1};
    sent[i].msg_hdr = (struct msghdr){.msg_iov = &out[i], .msg_iovlen = 1};
  }
  for (unsigned i = 0; i < order->sockets; i++) {
    ports[i].socket = connect_datagram(order);
    make_slots(&ports[i].slots, slots_each);
  }
}

// Takes what has come, at most a batch.
static void receive(struct port *port, const struct order *order, struct tally *tally, bool timed) {
  int count = recvmmsg(port->socket, received, BATCH, MSG_DONTWAIT, NULL);
  if (count < 0 && errno != EAGAIN && errno != EINTR) {
    fail("recvmmsg");
  }
  uint64_t now = timed && count > 0 ? now_ns() : 0;
  for (int i = 0; i < count; i++) {
    struct slot *slot = take(&port->slots, order, tally, replies[i], received[i].msg_len);
    if (timed && slot) {
      count_latency(tally, now - slot->since_ns);
    }
  }
}

static void send_batch(struct port *port, struct slot **slots, int count) {
  for (int i = 0; i < count; i++) {
    out[i] = (struct iovec){slots[i]->query + 2, slots[i]->length};
  }
  for (int done = 0; done < count;) {
    int now = sendmmsg(port->socket, sent + done, count - done, 0);
    if (now < 0 && errno != EINTR && errno != EAGAIN && errno != ENOBUFS) {
      fail("sendmmsg");
    }
    done += now > 0 ? now : 0;
  }
}

static void fill(struct port *port, const struct order *order, struct tally *tally, uint64_t *random, uint64_t now) {
  struct slot *slots[BATCH];
  int count = 0;
  while (count < BATCH && (slots[count] = ask(&port->slots, order, random, now))) {
    count++;
  }
  send_batch(port, slots, count);
  tally->sent += count;
}

static uint32_t all_under_way(const struct order *order, const struct port *ports) {
  uint32_t sum = 0;
  for (unsigned i = 0; i < order->sockets; i++) {
    sum += under_way(&ports[i].slots);
  }
  return sum;
}

// Waits for the answers under way; what does not come is lost.
static void drain(const struct order *order, struct port *ports, struct tally *tally, bool timed) {
  uint64_t until = now_ns() + LOST_AFTER_NS;
  while (all_under_way(order, ports) > 0 && now_ns() < until) {
    for (unsigned i = 0; i < order->sockets; i++) {
      receive(&ports[i], order, tally, timed);
    }
  }
  tally->lost += all_under_way(order, ports);
}

void saturate(const struct order *order, struct tally *tally) {
  struct port ports[MOST_SOCKETS];
  uint64_t random = order->seed;
  open_ports(order, ports, order->window / order->sockets);
  begin(order, tally);
  uint64_t now = now_ns(), until = now + order->seconds * 1e9, check = now + CHECK_EVERY_NS;
  for (; now < until && !stopped; now = now_ns()) {
    for (unsigned i = 0; i < order->sockets; i++) {
      receive(&ports[i], order, tally, false);
      fill(&ports[i], order, tally, &random, now);
    }
    for (unsigned i = 0; now > check && i < order->sockets; i++) {
      give_up(&ports[i].slots, tally, now);
    }
    check = now > check ? now + CHECK_EVERY_NS : check;
  }
  drain(order, ports, tally, false);
  end(order, tally);
}

// Open loop: a question has its time, and its latency counts from then, also if the driver or the server was late.
void ask_at_rate(const struct order *order, struct tally *tally) {
  struct port ports[MOST_SOCKETS];
  uint64_t random = order->seed;
  double gap = 1e9 / order->rate;
  open_ports(order, ports, SLOTS_AT_RATE);
  begin(order, tally);
  uint64_t start = now_ns(), until = start + order->seconds * 1e9, check = start + CHECK_EVERY_NS, due = start;
  for (uint64_t number = 0, now = start; due < until && !stopped; now = now_ns()) {
    while (due <= now && due < until) {
      struct port *port = &ports[number % order->sockets];
      struct slot *slot = ask(&port->slots, order, &random, due);
      tally->sent++;
      if (slot) {
        send_batch(port, &slot, 1);
      } else {
        tally->lost++;
      }
      due = start + ++number * gap;
    }
    for (unsigned i = 0; i < order->sockets; i++) {
      receive(&ports[i], order, tally, true);
      if (now > check) {
        give_up(&ports[i].slots, tally, now);
      }
    }
    check = now > check ? now + CHECK_EVERY_NS : check;
  }
  drain(order, ports, tally, true);
  end(order, tally);
}
