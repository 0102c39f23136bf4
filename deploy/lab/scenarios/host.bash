# One host, or one process of it. Read by lab.sh; what the functions are for says run.bash.
# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034,SC2317 # see run.bash

scenario drain "2 fallback 2" "an operator drains a site"
break_drain() {
  popdns germany drain --reason lab >"$folder/drain" || { why="drain: $(tail -n 1 "$folder/drain")"; return 1; }
  within 20 gone germany || why="the route is still there"
}
mend_drain() { popdns germany undrain >/dev/null; }

scenario crash "2 fallback 2" "a host dies without a word: its router sees silence; BFD 3 x 100 ms"
break_crash() {
  bound=500 regions_bound=2
  ip -n "${prefix}new-york-pop" link set eth0 down # the switch port, seen from the host
}
check_crash() { went new-york; }
mend_crash() {
  ip -n "${prefix}new-york-pop" link set eth0 up
  ip -n "${prefix}new-york-pop" addr replace 2001:db8:91::5/64 dev eth0 nodad
  ip -n "${prefix}new-york-pop" route replace default via 203.0.113.33
  ip -n "${prefix}new-york-pop" route replace default via 2001:db8:91::1
}

# went SITE [MS]: notes when its route had gone; fails if it is there, or went later.
went() {
  local at
  at=$(left "$1" "$from")
  if [ -z "$at" ]; then
    why="the route of $1 is still there"
  else
    note "the route of $1 was gone after $(seconds "$at")${2:+ (bound $(seconds "$2"))}"
    [ "$at" -le "${2:-$at}" ] || why="it was there for too long"
  fi
}

scenario server-killed "2 fallback 2" "popdns is killed (kill -9)"
break_server_killed() { bound=1500; end "${server[germany]}"; }
check_server_killed() { went germany 1500; }
mend_server_killed() { start_server germany; }

scenario server-hung "2 fallback 2" "popdns hangs (SIGSTOP)"
break_server_hung() { bound=1500; kill -STOP "${server[germany]}"; }
check_server_hung() { went germany 1500; }
mend_server_hung() { kill -CONT "${server[germany]}"; }

# Its server still answers, so that nothing may be lost; what is measured is that the route goes.
scenario supervisor-killed "2 fallback 2" "the announcer is killed (kill -9), the server still answers"
break_supervisor_killed() { sight=5; end "${supervisor[germany]}"; }
check_supervisor_killed() { went germany 4500; }
mend_supervisor_killed() { start_supervisor germany; }

scenario both-killed "2 fallback 2" "popdns and its announcer are killed at once"
break_both_killed() { bound=4500 sight=5; end "${supervisor[germany]}" "${server[germany]}"; }
check_both_killed() { went germany 4500; }
mend_both_killed() {
  start_server germany
  start_supervisor germany
}

# The kernel gives the stopped worker its share of the queries until the route is gone.
scenario worker-stopped "2 fallback 2" "one of the worker threads of popdns hangs, the others go on"
break_worker_stopped() {
  bound=3500
  lab_java StoppedThread "${server[germany]}" popdns-worker >"$folder/stopped" &
  stopper=$!
  keep_track $stopper
  within 15 grep -q '^stopped' "$folder/stopped" || { why="the thread could not be stopped"; return 1; }
  from=$(sed -n 's/.* at //p' "$folder/stopped")
  within 4 names_worker germany
  noticed=$(($(now) - from))
}
names_worker() { lease_reason "$1" | grep -q 'worker [0-9].* does not answer'; }
# A worker has the sockets of one address or of all: the families that it answers in go, and no others need to.
check_worker_stopped() {
  local reason family at
  reason=$(lease_reason germany)
  read -r family at < <(family_left germany "$from")
  note "noticed after $(seconds "$noticed") (bound 2.000 s): $reason"
  [ "$noticed" -le 2000 ] || why="it was noticed too late"
  if [ -z "$family" ]; then
    why="no route of germany has gone"
  else
    note "the $family route of germany was gone after $(seconds "$at") (bound 3.500 s)"
    [ "$at" -le 3500 ] || why="it was there for too long"
  fi
}
mend_worker_stopped() { end "$stopper"; }
