#!/usr/bin/env bash
# What an answer costs: popdns, other nameservers and the kernel's floor, side by side, each on one core.
# README.md explains the method. Needs two cores, and root or sudo if packages are missing.
#
#   benchmarks/peers.sh [--quick] [--workloads LIST] [--servers LIST] [--rounds N] [--slice SECONDS] [--warm-up N]
#                       [--json FILE] [--prefer]
#
#   --workloads   of hot,names,edns,tcp,million,latency,dnsperf, which are the default, zones, and geo, which is for
#                 popdns, floor, gdnsd, knot and pdns only
#   --servers     of popdns,floor,gdnsd,knot,nsd,pdns,bind; all by default. All are compared with the first.
#   --rounds      how often each is measured; 9 by default
#   --slice       how long each time, in seconds; 1 by default
#   --warm-up     slices for the first server before the first round, 15 by default, and up to four times as many until
#                 it has answered a million questions; the others get a fifth
#   --json FILE   writes all slices and sums there as well
#   --prefer      runs before all else on the machine, where the scheduler groups by session: for a machine that is busy
#   --quick       about a minute: hot and names, 3 rounds of 0.3 s
#
# Exit codes: 0 done; 1 failed, or an answer was wrong; 2 usage.
set -euo pipefail
# shellcheck source=servers.bash
. "$(dirname "${BASH_SOURCE[0]}")/servers.bash"

workloads=hot,names,edns,tcp,million,latency,dnsperf
servers=popdns,floor,gdnsd,knot,nsd,pdns,bind
rounds=9
slice=1
warm_up=15
json=
usage() {
  [ $# -eq 0 ] || complain "$*"
  sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0" >&2
  exit 2
}
while [ $# -gt 0 ]; do
  case $1 in
    --quick) workloads=hot,names rounds=3 slice=0.3 warm_up=20 ;;
    --prefer) [ ! -w /proc/self/autogroup ] || echo -20 >/proc/self/autogroup ;;
    --workloads | --servers | --rounds | --slice | --warm-up | --json)
      [ $# -ge 2 ] || usage "$1 needs a value"
      name=${1#--}
      printf -v "${name//-/_}" %s "$2"
      shift
      ;;
    *) usage "unknown option $1" ;;
  esac
  shift
done
IFS=, read -ra servers <<<"$servers"
IFS=, read -ra workloads <<<"$workloads"
for server in "${servers[@]}"; do
  port_of "$server" >/dev/null || usage
done
for workload in "${workloads[@]}"; do
  [[ " hot names edns tcp million zones geo latency dnsperf " == *" $workload "* ]] || usage "no workload named $workload"
done
[[ $rounds =~ ^[0-9]+$ && $rounds -ge 1 && $rounds -le 1000 ]] || usage "--rounds is a number from 1 to 1000"
[[ $slice =~ ^[0-9]*\.?[0-9]+$ ]] || usage "--slice is a number of seconds"
[[ $warm_up =~ ^[0-9]+$ && $warm_up -le 1000 ]] || usage "--warm-up is a number of slices"
first=${servers[0]}
[ "$first" != floor ] || usage "the floor's answers are as long as the first server's: name another one first"
[ "$(nproc)" -ge 2 ] || { complain "needs two cores" && exit 1; }

take_scratch
slices=$scratch/slices

# What is asked. Words for drive.
arguments() { # WORKLOAD
  case $1 in
    hot | dnsperf) echo "saturate --ask cluster" ;;
    names) echo "saturate --ask names:10000:5" ;;
    edns) echo "saturate --ask cluster --cookie" ;;
    tcp) echo "tcp --ask cluster --sockets 8" ;;
    million) echo "saturate --ask names:1000000" ;;
    zones) echo "saturate --ask zones:100000" ;;
    geo) echo "saturate --ask geo:$data/geo/networks" ;;
    latency) echo "rate --rate 20000 --ask cluster" ;;
  esac
}

title() { # WORKLOAD
  case $1 in
    hot) echo "one name, six A records in rotation" ;;
    names) echo "10,000 names of one A record in random order, 5 % of them not there" ;;
    edns) echo "one name, six A records in rotation, EDNS with a server cookie" ;;
    tcp) echo "as hot, over 8 TCP connections that stay, 16 queries under way on each" ;;
    million) echo "1,000,000 names of one A record in random order" ;;
    geo) echo "one name, 40 countries and 200 subnets, asked for 65,536 client networks (EDNS client subnet)" ;;
    zones) echo "one name in each of 100,000 zones, in random order" ;;
    latency) echo "as hot, 20,000 queries per second" ;;
    dnsperf) echo "as hot, driven by dnsperf" ;;
  esac
}

make_data() { # WORKLOAD
  rm -rf "$data"
  mkdir -p "$data/files"
  echo bench.example >"$data/zones"
  case $1 in
    million)
      "$scratch/zones" master names:1000000 >"$data/files/bench.example.zone"
      return
      ;;
    zones)
      "$scratch/zones" master zones:100000 "$data/files"
      "$scratch/zones" list zones:100000 >"$data/zones"
      return
      ;;
    geo)
      make_geo
      {
        "$scratch/zones" master names:1 | grep -v ^images
        printf '%s 60 IN A 10.0.0.1\n' geo all
      } >"$data/files/bench.example.zone"
      {
        "$scratch/zones" yaml names:1 | grep -v cluster:
        echo "all: {type: A, ttl: 60, value: 10.0.0.1}"
        cat "$data/geo/popdns.yaml"
      } >"$data/bench.example.yaml"
      return
      ;;
  esac
  touch "$data/cluster"
  [ "$1" != edns ] || touch "$data/cookies"
  "$scratch/zones" master names:10000 >"$data/files/bench.example.zone"
  "$scratch/zones" yaml names:10000 >"$data/bench.example.yaml"
}

# One slice; its figures go to the file of slices under NAME and ROUND, `warm` for those that don't count.
measure() { # NAME WORKLOAD ROUND
  local name=$1 workload=$2 round=$3 line more=() arguments
  # All that is answered at a low rate would take long to be compiled.
  [[ $workload != latency || $round != warm ]] || workload=hot
  read -ra arguments <<<"$(arguments "$workload")"
  workload=$2
  case $name in
    floor) more=(--echo) ;;
    still) arguments=(saturate --ask "still:$data/geo/networks") name=$first ;; # the first server, another question
  esac
  [[ $workload != latency || $round == warm ]] || more+=(--histogram "$scratch/histogram.$name")
  line=$(drive "${arguments[@]}" "${more[@]}" --port "$(port_of "$name")" --pid "${process[$name]}" \
    --seconds "$slice" --seed "$((seed += 1))") || {
    complain "$workload: measuring $name failed"
    tail -n 5 "$scratch/$name.log" >&2
    return 1
  }
  echo "workload=$workload server=$1 round=$round order=$((order += 1)) $line" >>"$slices"
}

# dnsperf keeps fewer questions under way than one core answers, so the server wakes up often: a second opinion only.
measure_dnsperf() { # NAME WORKLOAD ROUND
  local name=$1 before after answered from
  before=$("$scratch/drive" cpu --pid "${process[$name]}")
  from=$(date +%s%N)
  taskset -c "$driver_core" dnsperf -s "$address" -p "$(port_of "$name")" -d "$scratch/questions" -l "$slice" \
    -c 4 -q 128 -S 0 >"$scratch/dnsperf.out" 2>&1 || {
    cat "$scratch/dnsperf.out" >&2
    return 1
  }
  from=$(($(date +%s%N) - from))
  after=$("$scratch/drive" cpu --pid "${process[$name]}")
  answered=$(awk '/Queries completed:/ {print $3}' "$scratch/dnsperf.out")
  awk -v name="$name" -v round="$3" -v order=$((order += 1)) -v before="$before" -v after="$after" -v n="$answered" \
    -v ns="$from" -v lost="$(awk '/Queries lost:/ {print $3}' "$scratch/dnsperf.out")" '
    function cpu(text) { split(text, part, "[= ]"); return part[2] }
    BEGIN {
      used = cpu(after) - cpu(before)
      printf "workload=dnsperf server=%s round=%s order=%d answered=%d lost=%d late=0 cpu_us=%.4f ", name, round, order,
        n, lost, used / n / 1e3
      printf "share=%.4f qps=%.0f wall_ns=%d answer=0-0 denial=0-0 query=0-0 cookie=no\n", used / ns, n * 1e9 / ns, ns
    }' >>"$slices"
}

last_of() { # KEY
  tail -n 1 "$slices" | tr ' ' '\n' | sed -n "s/^$1=//p"
}

start_all() { # WORKLOAD
  local name way=udp ask=cluster
  [ "$1" != tcp ] || way=tcp
  case $1 in
    million) ask=names:1000000 ;;
    zones) ask=zones:100000 ;;
    geo) ask=geo:$data/geo/networks ;;
    *) start_cluster_hosts ;;
  esac
  for name in "${servers[@]}"; do
    [[ $name != floor && $name != still ]] || continue
    "start_$name" "$(port_of "$name")"
    await "$name" "$ask" 300 >/dev/null
  done
  # The floor answers as many bytes as the first server does.
  measure "$first" "$1" warm
  local answer denial
  answer=$(last_of answer) denial=$(last_of denial)
  if [[ " ${servers[*]} " == *" floor "* ]]; then
    start_floor "$(port_of floor)" "${answer#*-}" "${denial#*-}" "$way"
    sleep 0.2
  fi
  # Compiled code needs questions, not time: on a busy machine there are few in a slice.
  local done_slices least answered
  for name in "${servers[@]}"; do
    least=$((warm_up / 5 + 1)) answered=0
    [ "$name" != "$first" ] || least=$warm_up
    for ((done_slices = 0; done_slices < least; done_slices++)); do
      measure "$name" "$1" warm
      answered=$((answered + $(last_of answered)))
    done
    for (( ; answered < 1000000 && done_slices < 4 * least && warm_up > 0; done_slices++)); do
      [ "$name" = "$first" ] || break
      measure "$name" "$1" warm
      answered=$((answered + $(last_of answered)))
    done
  done
}

# What servers use that nobody asks: it would be in the others' way.
report_idle() {
  local name line=
  for name in "${servers[@]}"; do
    [ "$name" != still ] || continue
    before[$name]=$("$scratch/drive" cpu --pid "${process[$name]}" | sed 's/cpu_ns=\([0-9]*\).*/\1/')
  done
  sleep 2
  for name in "${servers[@]}"; do
    [ "$name" != still ] || continue
    line+=$("$scratch/drive" cpu --pid "${process[$name]}" |
      awk -v name="$name" -v before="${before[$name]}" '{sub("cpu_ns=", "", $1)
        printf "  %s %.2f %%", name, ($1 - before) / 2e7}')
  done
  printf 'unasked, of one core:%s\n' "$line"
}

# In how many pieces each server cuts the IPv4 addresses, by the scopes of its answers. All answer alike if the sums are.
report_entries() {
  local name
  echo "entries of a resolver's cache for all of IPv4, changes of the answer, and a sum of them:"
  for name in "${servers[@]}"; do
    [[ $name != floor && $name != still ]] || continue
    printf '  %-7s %s\n' "$name" "$(drive walk --port "$(port_of "$name")" --ask "geo:$data/geo/networks" \
      --seconds 60 2>&1 | tail -n 1)"
  done
}

run() { # WORKLOAD
  local servers=("${servers[@]}") workload=$1 round name others=() measure=measure
  # What `still` names is the first server, asked for a name that is the same for all clients.
  [ "$workload" != geo ] || read -ra servers <<<"$(printf '%s\n' "${servers[@]}" | grep -vxE 'nsd|bind' | tr '\n' ' ') still"
  [ "$workload" != dnsperf ] || measure=measure_dnsperf
  make_data "$workload"
  start_all "$workload"
  report_idle
  for name in "${servers[@]}"; do
    [ "$name" = "$first" ] || others+=("$name")
  done
  # The first server before and after each of the others, which come in another order each round.
  for ((round = 1; round <= rounds; round++)); do
    "$measure" "$first" "$workload" "$round"
    if [ ${#others[@]} -gt 0 ]; then
      for name in $(shuf -e "${others[@]}"); do
        "$measure" "$name" "$workload" "$round"
        "$measure" "$first" "$workload" "$round"
      done
    fi
  done
  [ "$workload" != geo ] || report_entries
  stop_all
  echo "$workload: $(title "$workload"); $rounds rounds of $slice s"
  awk -v only="$workload" -v first="$first" -v servers="${servers[*]}" -v folder="$scratch" -v rows="$scratch/sums" \
    -f "$benchmarks/summary.awk" "$slices"
}

declare -A before=()
seed=0
order=0
packages=("${servers[@]}")
[[ " ${workloads[*]} " != *" dnsperf "* ]] || packages+=(dnsperf)
[[ " ${workloads[*]} " != *" geo "* ]] || packages+=(geo)
install_missing "${packages[@]}"
build_programs
choose_ports
echo "images.bench.example A" >"$scratch/questions"

header=$(
  date -u '+%Y-%m-%d %H:%M UTC'
  uname -srm
  sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1
  echo "$(nproc) cores, load $(cut -d ' ' -f 1 /proc/loadavg)"
)
echo "${header//$'\n'/; }; server on core $server_core, driver on core $driver_core"
for server in "${servers[@]}"; do
  printf '  %-7s %s\n' "$server" "$(server_version "$server")"
done
for workload in "${workloads[@]}"; do
  echo
  run "$workload"
done
if [ -n "$json" ]; then
  awk -v header="${header//$'\n'/; }" -f "$benchmarks/json.awk" name=slices "$slices" name=sums "$scratch/sums" >"$json"
fi
