#!/usr/bin/env bash
# What `popdns explain` takes in a zone of many names while the server is under load, and what its clients notice of it.
# README.md explains the method.
#
#   benchmarks/explain.sh [--names N] [--rate N] [--seconds N] [--prefer]
#
#   --names    names of the zone, an A record each; 1,000,000 by default
#   --rate     queries per second; 20,000 by default
#   --seconds  how long each measurement takes; 7 by default
#   --prefer   runs before all else on the machine, where the scheduler groups by session
#
# Exit codes: 0 done, 1 failed, 2 usage.
set -euo pipefail
# shellcheck source=servers.bash
. "$(dirname "${BASH_SOURCE[0]}")/servers.bash"

names=1000000
rate=20000
seconds=7
usage() {
  complain "$*"
  sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0" >&2
  exit 2
}
while [ $# -gt 0 ]; do
  case $1 in
    --prefer) if [ -w /proc/self/autogroup ]; then echo -20 >/proc/self/autogroup; fi ;;
    --names | --rate | --seconds)
      [ $# -ge 2 ] || usage "$1 needs a value"
      printf -v "${1#--}" %s "$2"
      shift
      ;;
    *) usage "unknown option $1" ;;
  esac
  shift
done
for number in "$names" "$rate" "$seconds"; do
  [[ $number =~ ^[0-9]+$ && $number -ge 1 && $number -le 5000000 ]] || usage "$number is no number up to 5000000"
done

take_scratch

latencies() { # LINE
  tr ' ' '\n' <<<"$1" | awk -F = '{value[$1] = $2} END {
    printf "p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, most %.2f ms, lost %d\n", value["p50_us"] / 1e3,
      value["p99_us"] / 1e3, value["p999_us"] / 1e3, value["max_us"] / 1e3, value["lost"] }'
}

measure() { # TITLE
  printf '%-26s  ' "$1"
  latencies "$(drive rate --ask "names:$names" --port "$port" --rate "$rate" --seconds "$seconds")"
}

start_explaining() {
  taskset -c "$driver_core" "$benchmarks/explain.pl" "$scratch/popdns/control.sock" "${labels[@]}" >"$scratch/explained" &
  explaining=$!
}

stop_explaining() { # TITLE
  kill -TERM "$explaining"
  wait "$explaining"
  printf '%-26s  %s\n' "$1" "$(cat "$scratch/explained")"
}

build_programs
choose_ports
mkdir -p "$data/files"
echo bench.example >"$data/zones"
"$scratch/zones" master "names:$names" >"$data/files/bench.example.zone"
port=$(port_of popdns)
echo "$(date -u '+%Y-%m-%d %H:%M UTC'); $(uname -srm); $(nproc) cores, load $(cut -d ' ' -f 1 /proc/loadavg); $(server_version popdns)"
start_popdns "$port"
await popdns "names:$names" 900 >/dev/null
drive rate --ask "names:$names" --port "$port" --rate "$rate" --seconds 5 >/dev/null # compiles what answers
mapfile -t labels < <(awk '/^h/ && NR % 997 == 0 {print $1}' "$data/files/bench.example.zone" | head -n 1000)
start_explaining
sleep "$seconds"
stop_explaining "explained, no load"
for ((round = 1; round <= 2; round++)); do
  measure "without explanations"
  start_explaining
  measure "with"
  stop_explaining "explained, under load"
done
