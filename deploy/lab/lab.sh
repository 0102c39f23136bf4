#!/usr/bin/env bash
# An anycast network on one machine: four sites, four transit networks, six regions with clients, all with real BGP
# (BIRD 2 with BFD), real HTTP servers, and popdns with its announcer at each site. Breaks it in one way after the other,
# and says how many queries that cost. Needs root, and the packages that .ci/run names.
#
#   lab.sh                    all scenarios
#   lab.sh --scenario NAME    one of them; may be repeated
#   lab.sh --list             their names
#   lab.sh --keep             leaves the network up until Enter is pressed, or the script is ended
set -u

here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
root=$(cd "$here/../.." && pwd)
# shellcheck source=network.bash
. "$here/network.bash"
# shellcheck source=site.bash
. "$here/site.bash"
# shellcheck source=scenarios.bash
. "$here/scenarios.bash"

prefix=popdns-lab-
chosen=()
keep=no
while [ $# -gt 0 ]; do
  case $1 in
    --keep) keep=yes ;;
    --list) declare -F | sed -n 's/^declare -f scenario_//p' | tr _ -; exit 0 ;;
    --scenario)
      declare -F "scenario_${2//-/_}" >/dev/null || { echo "lab.sh: no scenario '$2'; see --list" >&2; exit 2; }
      chosen+=("$2"); shift ;;
    *) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
  shift
done
[ ${#chosen[@]} -gt 0 ] || mapfile -t chosen < <(printf '%s\n' "${all[@]}")
[ "$(id -u)" -eq 0 ] || { echo "lab.sh: needs root, for network namespaces" >&2; exit 1; }
exec 9>/run/popdns-lab.lock
flock -n 9 || { echo "lab.sh: another lab is running on this machine" >&2; exit 1; }

folder=$(mktemp -d)
started=()
failures=0

clean_up() {
  local process space
  trap '' INT TERM
  for process in "${started[@]}"; do
    kill -CONT "$process" 2>/dev/null
    kill -KILL "$process" 2>/dev/null
  done
  wait 2>/dev/null
  for space in $(ip netns list | sed -n "s/^\(${prefix}[^ ]*\).*/\1/p"); do ip netns del "$space"; done
  rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# run SPACE NICE COMMAND...: in the background; sets $process.
run() {
  ip netns exec "$prefix$1" nice -n "$2" "${@:3}" </dev/null >>"$folder/output" 2>&1 9>&- &
  process=$!
  disown "$process"
  started+=("$process")
}

within() { # SECONDS COMMAND...
  local end=$((${EPOCHREALTIME/[.,]/} + $1 * 1000000))
  shift
  until "$@"; do
    [ "${EPOCHREALTIME/[.,]/}" -lt "$end" ] || return 1
    sleep 0.1
  done
}

now() { echo $((${EPOCHREALTIME/[.,]/} / 1000)); }

give_up() {
  printf 'FAIL %s\n' "$*"
  [ ! -s "$folder/output" ] || tail -n 20 "$folder/output" | sed 's/^/    /'
  exit 1
}

printf 'Building the network ...\n'
"$root/popdns" --version >/dev/null || exit 1
jdk=$("$root/popdns" --java-home) || exit 1
# What an earlier lab left that was killed; the lock says that it no longer runs.
for space in $(ip netns list | sed -n "s/^\(${prefix}[^ ]*\).*/\1/p"); do ip netns del "$space"; done
network || give_up "the network namespaces could not be made"
for router in "${routers[@]}"; do
  run "$router" -10 bird -f -c "$folder/$router.conf" -s "$folder/$router.ctl" -P "$folder/$router.pid"
done
for name in "${sites[@]}"; do start_site "$name"; done
start_clients
within 60 all_back || give_up "not every region gets answers: $(catchment)"
printf 'Ready after %s s. Catchment: %s\n' $SECONDS "$(catchment)"

for name in "${chosen[@]}"; do run_scenario "$name"; done
printf '%s of %s scenarios failed; %s s\n' $failures ${#chosen[@]} $SECONDS
if [ $keep = yes ]; then
  printf 'The network stays up until Enter is pressed. For example:\n'
  printf '  ip netns exec %seurope dig +nsid @198.51.100.53 images.example.com\n' $prefix
  printf '  birdc -s %s/europe-net.ctl show route all\n' "$folder"
  printf '  %s/popdns status --socket %s/japan/control.sock\n' "$root" "$folder"
  read -r || sleep infinity
fi
[ $failures -eq 0 ]
