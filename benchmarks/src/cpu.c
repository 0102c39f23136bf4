// Prints the processor time that a process and its descendants have used so far, in microseconds.
//
//   cpu PID
#include <stdio.h>
#include <stdlib.h>

#include "processor.h"

int main(int words, char **word) {
  if (words != 2) {
    fprintf(stderr, "usage: cpu PID\n");
    return 2;
  }
  struct processes processes = find_processes(atoi(word[1]));
  printf("%.0f\n", read_processor_time(&processes).processes_ns / 1e3);
}
