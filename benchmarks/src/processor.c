#include "processor.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static pid_t parent_of(pid_t process) {
  char path[64], line[512];
  int parent = 0;
  snprintf(path, sizeof path, "/proc/%d/stat", process);
  FILE *file = fopen(path, "r");
  if (file) {
    // The command's name stands in parentheses and may hold anything.
    char *behind = fgets(line, sizeof line, file) ? strrchr(line, ')') : NULL;
    if (!behind || sscanf(behind, ") %*c %d", &parent) != 1) {
      parent = 0;
    }
    fclose(file);
  }
  return parent;
}

static bool holds(const struct processes *processes, pid_t process) {
  for (size_t i = 0; i < processes->count; i++) {
    if (processes->ids[i] == process) {
      return true;
    }
  }
  return false;
}

struct processes find_processes(pid_t root) {
  struct processes found = {{root}, 1};
  size_t before = 0;
  while (before < found.count && found.count < MOST_PROCESSES) {  // until nothing is new
    before = found.count;
    DIR *all = opendir("/proc");
    for (struct dirent *entry; all && (entry = readdir(all));) {
      pid_t process = atoi(entry->d_name);
      if (process > 0 && !holds(&found, process) && holds(&found, parent_of(process)) &&
          found.count < MOST_PROCESSES) {
        found.ids[found.count++] = process;
      }
    }
    closedir(all);
  }
  return found;
}

static void add_process(pid_t process, struct processor_time *sum) {
  char path[96];
  clockid_t clock;
  struct timespec used;
  if (clock_getcpuclockid(process, &clock) == 0 && clock_gettime(clock, &used) == 0) {
    sum->processes_ns += used.tv_sec * 1000000000ULL + used.tv_nsec;
  }
  snprintf(path, sizeof path, "/proc/%d/task", process);
  DIR *tasks = opendir(path);
  if (!tasks) {
    return;
  }
  for (struct dirent *task; (task = readdir(tasks));) {
    unsigned long long on_processor;
    int thread = atoi(task->d_name);
    snprintf(path, sizeof path, "/proc/%d/task/%d/schedstat", process, thread);
    FILE *file = thread > 0 ? fopen(path, "r") : NULL;
    if (file) {
      if (fscanf(file, "%llu", &on_processor) == 1) {
        sum->threads_ns += on_processor;
      }
      fclose(file);
    }
  }
  closedir(tasks);
}

struct processor_time read_processor_time(const struct processes *processes) {
  struct processor_time sum = {0, 0};
  for (size_t i = 0; i < processes->count; i++) {
    add_process(processes->ids[i], &sum);
  }
  return sum;
}
