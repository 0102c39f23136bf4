// The CPU time of a server: of a process, its threads and its descendants.
#ifndef PROCESSOR_H
#define PROCESSOR_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define MOST_PROCESSES 64

struct processes {
  pid_t ids[MOST_PROCESSES];
  size_t count;
};

struct processor_time {
  uint64_t threads_ns;    // /proc/PID/task/*/schedstat of all threads that live
  uint64_t processes_ns;  // the processes' CPU clocks: the same counter, and threads that have ended are in it
};

// A process and its descendants of this moment.
struct processes find_processes(pid_t root);

struct processor_time read_processor_time(const struct processes *processes);

#endif
