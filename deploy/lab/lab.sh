#!/usr/bin/env bash
# An anycast network on one machine: four sites, four transit networks, six regions with clients, all with real BGP
# (BIRD 2 with BFD), real HTTP servers, and popdns with its announcer at each site. Breaks it in one way after the other,
# and says how many queries that cost. Needs root, and the packages that .ci/run names.
#
#   lab.sh                    all scenarios
#   lab.sh --scenario NAME    one of them; may be repeated
#   lab.sh --list             their names, and what breaks in each
#   lab.sh --keep             leaves the network up until Enter is pressed, or the script is ended
#   lab.sh --name NAME        begins the namespaces' names, by default popdns-lab; a second lab needs another one
set -u

here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
root=$(cd "$here/../.." && pwd)
# shellcheck source=network.bash
. "$here/network.bash"
# shellcheck source=site.bash
. "$here/site.bash"
# shellcheck source=watch.bash
. "$here/watch.bash"
# shellcheck source=scenarios/run.bash
. "$here/scenarios/run.bash"
# shellcheck source=scenarios/host.bash
. "$here/scenarios/host.bash"
# shellcheck source=scenarios/servers.bash
. "$here/scenarios/servers.bash"
# shellcheck source=scenarios/everywhere.bash
. "$here/scenarios/everywhere.bash"

lab=popdns-lab
chosen=()
keep=no
usage() { sed -n '2,/^set/s/^# \{0,1\}//p' "$0"; }
while [ $# -gt 0 ]; do
  case $1 in
    --keep) keep=yes ;;
    --list) list_scenarios; exit 0 ;;
    --scenario)
      is_scenario "${2-}" || { echo "lab.sh: no scenario '${2-}'; see --list" >&2; exit 2; }
      chosen+=("$2"); shift ;;
    --name)
      case ${2-} in
        '' | *[!a-z0-9-]*) echo "lab.sh: --name takes lower case letters, digits and hyphens" >&2; exit 2 ;;
      esac
      lab=$2; shift ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done
prefix=$lab. # no name holds a point: no lab takes another one's namespaces for its own
[ ${#chosen[@]} -gt 0 ] || chosen=("${all[@]}")
[ "$(id -u)" -eq 0 ] || { echo "lab.sh: needs root, for network namespaces" >&2; exit 1; }
exec 9>"/run/$lab.lock"
flock -n 9 || { echo "lab.sh: the lab $lab is running on this machine; --name gives another one" >&2; exit 1; }

folder=$(mktemp -d)
declare -A started=() # processes, by their number
failures=0

clean_up() {
  trap '' INT TERM
  end "${!started[@]}"
  remove_namespaces
  rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

remove_namespaces() {
  local space
  for space in $(ip netns list | awk -v prefix="$prefix" 'index($1, prefix) == 1 { print $1 }'); do
    ip netns del "$space"
  done
}

# keep_track PROCESS: it ends with the lab.
keep_track() {
  disown "$1"
  started[$1]=running
}

# end PROCESS...: kills what was started here, stopped or not.
end() {
  local process
  for process; do
    kill -KILL "$process" 2>/dev/null
    unset "started[$process]"
  done
}

# run SPACE NICE COMMAND...: in the background; sets $process.
run() {
  ip netns exec "$prefix$1" nice -n "$2" "${@:3}" </dev/null >>"$folder/output" 2>&1 9>&- &
  process=$!
  keep_track "$process"
}

within() { # SECONDS COMMAND...
  local end=$((${EPOCHREALTIME/[.,]/} + $1 * 1000000))
  shift
  until "$@"; do
    [ "${EPOCHREALTIME/[.,]/}" -lt "$end" ] || return 1
    sleep 0.2
  done
}

give_up() {
  printf 'FAIL %s\n' "$*"
  [ ! -s "$folder/output" ] || tail -n 20 "$folder/output" | sed 's/^/    /'
  exit 1
}

# The build of the product has them too; after a change of theirs only this part is built again.
build_clients() {
  local classes=$here/target/classes/org/popdns/lab
  [ ! -e "$classes/Regions.class" ] || [ -n "$(find "$here/src/main" -newer "$classes/Regions.class")" ] || return 0
  printf 'Building the clients ...\n'
  JAVA_HOME=$jdk mvn -B -ntp -q -f "$root/pom.xml" -pl deploy/lab -Dspotless.check.skip=true clean compile </dev/null
}

printf 'Building the network ...\n'
"$root/popdns" --version >/dev/null || exit 1
jdk=$("$root/popdns" --java-home) || exit 1
build_clients || exit 1
remove_namespaces # What an earlier lab left that was killed; the lock says that it no longer runs.
network || give_up "the network namespaces could not be made"
watch_routes
for router in "${routers[@]}"; do
  run "$router" -10 bird -f -c "$folder/$router.conf" -s "$folder/$router.ctl" -P "$folder/$router.pid"
done
for name in "${sites[@]}"; do start_site "$name"; done
start_clients
within 180 all_back || give_up "not every region gets answers, or not every site announces: $(announced) sites, $(catchment)"
printf 'Ready after %s s. Catchment: %s\n' $SECONDS "$(catchment)"

for name in "${chosen[@]}"; do run_scenario "$name"; done
printf '%s of %s scenarios failed; %s s\n' $failures ${#chosen[@]} $SECONDS
if [ $keep = yes ]; then
  printf 'The network stays up until Enter is pressed. For example:\n'
  printf '  ip netns exec %seurope dig +nsid @198.51.100.53 images.example.com\n' "$prefix"
  printf '  birdc -s %s/europe-net.ctl show route all\n' "$folder"
  printf '  %s/popdns status --socket %s/japan/control.sock\n' "$root" "$folder"
  read -r || sleep infinity
fi
[ $failures -eq 0 ]
