# What is broken, and what that may cost. Read by lab.sh.
# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034 # set by lab.sh, network.bash and site.bash
# shellcheck disable=SC2317 # scenarios are called by their names

all=(drain return crash server-killed server-hung supervisor-killed both-killed)

# From scenario to run_scenario.
bound=  # ms from the event to the last lost query; 0: none may be lost
regions_bound= # how many regions may lose queries
sight=  # seconds to look at

popdns() { # SITE VERB...
  "$root/popdns" "${@:2}" --socket "$folder/$1/control.sock" 2>&1
}

# The leases' forms are small; a JVM for each question would disturb the measurement.
lease() { ip netns exec "$prefix$1-pop" curl -s -m 1 "http://127.0.0.1:8053/lease/images?format=text"; }
announces() { lease "$1" | grep -q '^action announce'; }
announced() { # how many sites announce, as their routers see it
  local name count=0
  for name in "${sites[@]}"; do
    ! birdc -s "$folder/$name-edge.ctl" show route 198.51.100.0/24 | grep -q 198.51.100.0/24 || count=$((count + 1))
  done
  echo $count
}
gone() { ! birdc -s "$folder/$1-edge.ctl" show route 198.51.100.0/24 | grep -q 198.51.100.0/24; }
is_back() { ! gone "$1" && all_answered; }

# lost FROM TO: queries lost, in how many regions, and the last one's time after FROM in ms.
lost() {
  awk -v from="$1" -v to="$2" '$1 >= from - 5 && $1 <= to && $4 == "lost" {
      if (!($2 in region)) { region[$2]; regions++ }
      count++; if ($1 > last) last = $1 }
    END { printf "%d %d %d\n", count, regions, count ? last - from : 0 }' "$folder/queries"
}

all_back() {
  local name
  [ "$(announced)" -eq 4 ] && all_answered
}

# A machine that is busy with something else gets a second chance; both figures are printed.
run_scenario() {
  local name=$1 function=scenario_${1//-/_} try from result count where last verdict why
  for try in 1 2; do
    bound=0 regions_bound=6 sight=3 why=
    within 60 all_back || why="the network was not whole before: $(announced) sites, $(catchment)"
    declare -F "prepare_${name//-/_}" >/dev/null && "prepare_${name//-/_}"
    from=$(now)
    [ -n "$why" ] || "$function" || why=${why:-failed}
    while [ $(($(now) - from)) -lt $((sight * 1000)) ]; do sleep 0.1; done
    local to
    to=$(now)
    sleep 1.2
    read -r count where last < <(lost "$from" "$to")
    verdict=PASS
    [ -z "$why" ] && [ "$last" -le $bound ] && [ "$where" -le $regions_bound ] && { [ $bound -gt 0 ] || [ "$count" -eq 0 ]; } ||
      verdict=FAIL
    printf '%s %-20s %4d lost in %d regions, last after %d.%03d s (bound %d.%03d s)%s; %s\n' $verdict "$name" "$count" \
      "$where" $((last / 1000)) $((last % 1000)) $((bound / 1000)) $((bound % 1000)) "${why:+; $why}" "$(catchment)"
    declare -F "restore_${name//-/_}" >/dev/null && "restore_${name//-/_}"
    [ $verdict = FAIL ] || return 0
    [ $try = 2 ] || printf '     again:\n'
  done
  failures=$((failures + 1))
}

scenario_drain() {
  popdns germany drain --reason lab >"$folder/drain" || { why="drain: $(tail -n 1 "$folder/drain")"; return 1; }
  within 20 gone germany || why="the route is still there"
}
restore_drain() { popdns germany undrain >/dev/null; }

prepare_return() {
  popdns germany drain --reason lab >/dev/null
  within 20 gone germany
  sleep 1
}
scenario_return() {
  popdns germany undrain >/dev/null
  within 20 is_back germany || why="the route is not back"
}

# The switch port of the host goes down: the router sees nothing but silence.
scenario_crash() {
  bound=500 regions_bound=2
  ip -n "${prefix}new-york-pop" link set eth0 down
}
restore_crash() {
  ip -n "${prefix}new-york-pop" link set eth0 up
  ip -n "${prefix}new-york-pop" addr replace 2001:db8:91::5/64 dev eth0 nodad
  ip -n "${prefix}new-york-pop" route replace default via 203.0.113.33
  ip -n "${prefix}new-york-pop" route replace default via 2001:db8:91::1
}

scenario_server_killed() { bound=1500; kill -KILL "${server[germany]}"; }
restore_server_killed() { start_server germany; }

scenario_server_hung() { bound=1500; kill -STOP "${server[germany]}"; }
restore_server_hung() { kill -CONT "${server[germany]}"; }

# Its server still answers, so that nothing may be lost; what is measured is that the route goes.
scenario_supervisor_killed() {
  local from
  from=$(now)
  kill -KILL "${supervisor[germany]}"
  within 10 gone germany
  took=$(($(now) - from))
  why=
  printf '     the route was gone after %d.%03d s\n' $((took / 1000)) $((took % 1000))
  [ $took -le 4500 ] || why="the route was there for more than 4.5 s"
}
restore_supervisor_killed() { start_supervisor germany; }

scenario_both_killed() {
  bound=4500 sight=6
  kill -KILL "${supervisor[germany]}" "${server[germany]}"
}
restore_both_killed() {
  start_server germany
  start_supervisor germany
}
