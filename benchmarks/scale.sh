#!/usr/bin/env bash
# Many names and many zones: how long until popdns, Knot and NSD answer, what they hold in memory, what an answer then
# costs, and what clients of popdns notice of a reload; and what popdns needs for the same names where a thousand draw a
# warning, and in YAML. README.md explains the method.
#
#   benchmarks/scale.sh [--names N] [--zones N] [--servers LIST] [--rounds N] [--no-lookups] [--prefer]
#
#   --names       names of the one large zone, an A record each; 1,000,000 by default, 0 for none
#   --zones       zones of four records; 100,000 by default, 0 for none
#   --servers     of popdns,knot,nsd,gdnsd,pdns,bind; popdns,knot,nsd by default
#   --rounds      how often each is started; 3 by default
#   --no-lookups  leaves out what an answer costs, which is `peers.sh --workloads million,zones`
#   --prefer      runs before all else on the machine, where the scheduler groups by session
#
# Exit codes: 0 done, 1 failed, 2 usage.
set -euo pipefail
# shellcheck source=servers.bash
. "$(dirname "${BASH_SOURCE[0]}")/servers.bash"

names=1000000
zones=100000
servers=popdns,knot,nsd
rounds=3
lookups=yes
prefer=()
usage() {
  complain "$*"
  sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0" >&2
  exit 2
}
while [ $# -gt 0 ]; do
  case $1 in
    --no-lookups) lookups= ;;
    --prefer) prefer=(--prefer) && if [ -w /proc/self/autogroup ]; then echo -20 >/proc/self/autogroup; fi ;;
    --names | --zones | --servers | --rounds)
      [ $# -ge 2 ] || usage "$1 needs a value"
      printf -v "${1#--}" %s "$2"
      shift
      ;;
    *) usage "unknown option $1" ;;
  esac
  shift
done
IFS=, read -ra servers <<<"$servers"
for number in "$names" "$zones" "$rounds"; do
  [[ $number =~ ^[0-9]+$ && $number -le 5000000 ]] || usage "$number is no number up to 5000000"
done

take_scratch

# Memory in use by a server's processes in KiB; pages that they share count once.
resident_kib() { # NAME
  local id
  family_of "${process[$1]}" | while read -r id _; do
    cat "/proc/$id/smaps_rollup"
  done | awk '/^Pss:/ {sum += $2} END {print sum}'
}

# What popdns holds: the heap after a collection, and memory outside of it that zones lie in.
held_kib() {
  local jcmd=$java_home/bin/jcmd id=${process[popdns]}
  "$jcmd" "$id" GC.run >/dev/null
  {
    "$jcmd" "$id" GC.heap_info
    "$jcmd" "$id" VM.native_memory summary scale=KB
  } | awk '
    / used [0-9]+K/ && !/Metaspace|class space/ { match($0, /used [0-9]+K/); heap += substr($0, RSTART + 5, RLENGTH - 6) }
    /Other \(/ { match($0, /committed=[0-9]+/); other = substr($0, RSTART + 10, RLENGTH - 10) }
    END { print heap + 0, other + 0 }'
}

make_data() { # WORKLOAD [FORM]
  local file=$data/files/bench.example.zone
  rm -rf "$data"
  mkdir -p "$data/files"
  case $1 in
    names:*)
      echo bench.example >"$data/zones"
      "$scratch/zones" master "$1" >"$file"
      ;;
    zones:*)
      "$scratch/zones" list "$1" >"$data/zones"
      "$scratch/zones" master "$1" "$data/files"
      ;;
  esac
  case ${2:-clean} in
    warned) "$scratch/zones" warned "$1" >"$file" ;;
    yaml)
      "$scratch/zones" block "$1" >"${file%.zone}.yaml"
      rm "$file"
      ;;
  esac
}

# Starts a server, on all cores, and sets $milliseconds to its first right answer.
start_timed() { # NAME WORKLOAD
  local out
  rm -rf "${scratch:?}/$1"
  since=$(date +%s%N)
  "start_$1" "$(port_of "$1")"
  out=$(await "$1" "$2" 900) || return 1
  milliseconds=$((${out#first_ns=} / 1000000))
  sleep 2 # what is done behind the first answer
}

# Sets base[NAME] to what a server needs for one name: the rest is for the records.
measure_bases() {
  local name
  make_data names:1
  for name in "${servers[@]}"; do
    start_timed "$name" names:1
    base[$name]=$(resident_kib "$name")
    [ "$name" != popdns ] || held_base=$(held_kib)
    stop "$name"
  done
}

# What clients notice: 20,000 queries per second while popdns takes a change up. The driver has its core for itself, so
# popdns's workers and its reload share the other.
measure_reload() { # WORKLOAD
  local port id driver out changed
  port=$(port_of popdns)
  family_of "${process[popdns]}" | while read -r id _; do
    taskset -acp "$server_core_under_load" "$id" >/dev/null
  done
  drive rate --ask "$1" --port "$port" --rate 20000 --seconds 3 >/dev/null # compiles what answers
  echo "popdns, 20,000 queries per second: $(latencies "$(drive rate --ask "$1" --port "$port" --seconds 5)")"
  for ((round = 1; round <= rounds; round++)); do
    changed=$(find "$data/files" -name '*.zone' | sort | sed -n "${round}p")
    changed=${changed:-$data/files/bench.example.zone}
    echo "added-$round IN A 192.0.2.$round" >>"$changed"
    taskset -c "$driver_core" "$scratch/drive" rate --ask "$1" --port "$port" --seconds 300 >"$scratch/rate" &
    driver=$!
    sleep 0.2
    out=$("$root/popdns" reload --socket "$scratch/popdns/control.sock") || { complain "no reload: $out" && return 1; }
    kill -TERM "$driver"
    wait "$driver"
    echo "popdns, the same under reload:     $(latencies "$(cat "$scratch/rate")"); $out"
  done
}

latencies() { # LINE
  tr ' ' '\n' <<<"$1" | awk -F = '{value[$1] = $2} END {
    printf "p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, most %.2f ms, lost %d", value["p50_us"] / 1e3,
      value["p99_us"] / 1e3, value["p999_us"] / 1e3, value["max_us"] / 1e3, value["lost"] }'
}

median() {
  sort -n | awk '{line[NR] = $1} END {print NR % 2 ? line[(NR + 1) / 2] : (line[NR / 2] + line[NR / 2 + 1]) / 2}'
}

# The same names in a form that only popdns is asked about.
run_form() { # FORM TITLE
  local round
  make_data "names:$names" "$1"
  : >"$scratch/times"
  for ((round = 1; round <= rounds; round++)); do
    start_timed popdns "names:$names"
    echo "$milliseconds" >>"$scratch/times"
    [ "$round" -eq "$rounds" ] || stop popdns
  done
  awk -v title="$2" -v ms="$(median <"$scratch/times")" -v all="$(tr '\n' ' ' <"$scratch/times")" \
    -v clean="$clean" -v kib="$(resident_kib popdns)" 'BEGIN {
      count = split(all, one, " ")
      for (i = 1; i <= count; i++) text = text sprintf("%s%.2f", (i > 1 ? " " : ""), one[i] / 1e3)
      split(clean, base, " ")
      printf "popdns, %s: %.2f (%s) s, %.2f x; %.0f MiB, %.2f x\n", title, ms / 1e3, text, ms / base[1], kib / 1024,
        kib / base[2] }'
  stop popdns
}

run() { # WORKLOAD RECORDS TITLE
  local name round resident held
  make_data "$1"
  printf '\n%s: %d records, %s MB of master files\n' "$3" "$2" \
    "$(find "$data/files" -name '*.zone' -printf '%s\n' | awk '{sum += $1} END {printf "%.1f", sum / 1e6}')"
  printf '%-7s  %-22s  %12s  %12s\n' server "first answer s (all)" "resident MiB" "bytes/record"
  for name in "${servers[@]}"; do
    : >"$scratch/times"
    for ((round = 1; round <= rounds; round++)); do
      start_timed "$name" "$1"
      echo "$milliseconds" >>"$scratch/times"
      [ "$round" -eq "$rounds" ] || stop "$name"
    done
    resident=$(resident_kib "$name")
    awk -v name="$name" -v ms="$(median <"$scratch/times")" -v all="$(tr '\n' ' ' <"$scratch/times")" \
      -v kib="$resident" -v base="${base[$name]}" -v records="$2" 'BEGIN {
        count = split(all, one, " ")
        for (i = 1; i <= count; i++) text = text sprintf("%s%.2f", (i > 1 ? " " : ""), one[i] / 1e3)
        printf "%-7s  %-22s  %12.0f  %12.0f\n", name, sprintf("%.2f (%s)", ms / 1e3, text), kib / 1024,
          (kib - base) * 1024 / records }'
    if [ "$name" = popdns ]; then
      clean="$(median <"$scratch/times") $resident"
      held=$(held_kib)
      awk -v held="$held" -v base="$held_base" -v records="$2" -v kib="$(resident_kib popdns)" 'BEGIN {
        split(held, now, " "); split(base, before, " ")
        printf "%-7s  %-22s  %12.0f  %12.0f   heap %.0f MiB, outside %.0f MiB; resident then %.0f MiB\n", "",
          "  held after GC", (now[1] + now[2]) / 1024, (now[1] + now[2] - before[1] - before[2]) * 1024 / records,
          now[1] / 1024, now[2] / 1024, kib / 1024 }'
      measure_reload "$1" >"$scratch/reload"
    fi
    stop "$name"
  done
  cat "$scratch/reload" 2>/dev/null || true
}

declare -A base=()
clean=
held_base="0 0"
server_core_under_load=$server_core
server_core=0-$(($(nproc) - 1))
load_threads=$(nproc)
java_home=$("$root/popdns" --java-home)
own_java_opts=${POPDNS_JAVA_OPTS:-}
export POPDNS_JAVA_OPTS="$own_java_opts -XX:NativeMemoryTracking=summary"
install_missing "${servers[@]}"
build_programs
choose_ports
echo "$(date -u '+%Y-%m-%d %H:%M UTC'); $(uname -srm); $(nproc) cores, load $(cut -d ' ' -f 1 /proc/loadavg)"
for server in "${servers[@]}"; do
  printf '  %-7s %s\n' "$server" "$(server_version "$server")"
done
measure_bases
[ "$names" -eq 0 ] || run "names:$names" $((names + 9)) "one zone of $names names"
if [ "$names" -gt 0 ] && [ -n "$clean" ]; then
  run_form warned "a thousand of them warned of"
  run_form yaml "in YAML"
fi
[ "$zones" -eq 0 ] || run "zones:$zones" $((zones * 4)) "$zones zones"
if [ -n "$lookups" ]; then
  looked_up=()
  [ "$names" -eq 0 ] || looked_up+=(million)
  [ "$zones" -eq 0 ] || looked_up+=(zones)
  echo
  POPDNS_JAVA_OPTS=$own_java_opts "$benchmarks/peers.sh" --servers "$(IFS=, && echo "${servers[*]}")" --rounds 5 "${prefer[@]}" \
    --workloads "$(IFS=, && echo "${looked_up[*]}")"
fi
