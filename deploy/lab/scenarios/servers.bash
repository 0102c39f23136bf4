# The servers behind the answers, at one site or two. Read by lab.sh; what the functions are for says run.bash.
# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034,SC2317 # see run.bash

scenario servers-down-fallback "2 fallback 2" "all servers of a site die, when-below: fallback"
break_servers_down_fallback() { sight=4; kill_web germany "${hosts[@]}"; }
check_servers_down_fallback() {
  local used
  until_own_gone germany
  stayed germany "$from" || why="the route of germany went away"
  read -r _ used < <(answered_by germany $((from + detected + 1)) "$to")
  [ "$used" = "$(fallback_of germany)" ] || why="the answers are not those of $(fallback_of germany)"
}
mend_servers_down_fallback() { start_web germany "${hosts[@]}"; }

scenario servers-down-withdraw "2 withdraw 2" "all servers of a site die, when-below: withdraw"
break_servers_down_withdraw() { sight=5; kill_web germany "${hosts[@]}"; }
check_servers_down_withdraw() {
  until_own_gone germany
  went germany $((detected + 1500))
  note "germany: $(lease_reason germany)"
}
mend_servers_down_withdraw() { start_web germany "${hosts[@]}"; }

# Of 450 the site can carry 300 with three of its six servers; the next in order has room for the rest.
scenario half-a-site "2 fallback 2" "a site loses half of its servers, with capacities declared"
prepare_half_a_site() { capacity=100 load=450; push; }
break_half_a_site() { sight=14; kill_web germany 21 22 23; }
check_half_a_site() {
  local own next others permille
  read -r own next others < <(shared germany "$(fallback_of germany)" $((from + 4000)) "$to")
  permille=$((own + next > 0 ? next * 1000 / (own + next) : 0))
  note "germany answered $own queries with its own servers, $next with those of $(fallback_of germany): $((permille / 10)).$((permille % 10)) %, 33.3 % computed"
  [ "$others" -eq 0 ] || why="$others answers are of other sites"
  [ $((own + next)) -ge 500 ] || why="germany answered too few queries to tell"
  [ $permille -ge 323 ] && [ $permille -le 343 ] || why=${why:-"the share that was passed on is off by more than 1 % of all"}
}
mend_half_a_site() {
  start_web germany 21 22 23
  capacity='' load=''
  push
}

# Two of six are enough to go below: a few servers at two sites, and not most of all servers, which is another matter.
scenario two-sites-below "3 withdraw 5" "two sites lose servers at the same moment, when-below: withdraw, keep-sites: 3"
break_two_sites_below() {
  sight=6
  kill_web germany 21 22
  kill_web new-york 21 22
}
check_two_sites_below() {
  local name at stays=()
  for name in germany new-york; do
    at=$(left "$name" "$from")
    if [ -n "$at" ]; then
      note "$name withdrew after $(seconds "$at"): $(lease_reason "$name")"
    else
      stays+=("$name")
      note "$name stays: $(lease_reason "$name")"
    fi
  done
  [ ${#stays[@]} -eq 1 ] || why="one of the two is to go and one to stay"
  [ ${#stays[@]} -ne 1 ] || lease_reason "${stays[0]}" | grep -q 'stays announced' ||
    why="${stays[0]} does not say why it stays"
  [ "$(fewest "$from")" -ge 3 ] || why="fewer than 3 sites were announced"
}
mend_two_sites_below() {
  start_web germany 21 22
  start_web new-york 21 22
}

# What the routers of the sites forward: the hosts' way to each other, and to nothing else.
cut_off() { # SITE NETWORK
  ip -n "$prefix$1-edge" rule add iif lan from 203.0.113.0/24 to "$2" blackhole
}
reconnect() { ip -n "$prefix$1-edge" rule del iif lan from 203.0.113.0/24 to "$2" blackhole; }

scenario status-unreadable "3 withdraw 5" "no site can read another one's status, and two lose servers: all stay"
break_status_unreadable() {
  local name
  sight=5
  for name in "${sites[@]}"; do cut_off "$name" 203.0.113.0/24; done
  kill_web germany 21 22
  kill_web new-york 21 22
}
check_status_unreadable() {
  local name
  for name in germany new-york; do
    note "$name stays: $(lease_reason "$name")"
    lease_reason "$name" | grep -q "stays announced.* 3 nodes can't be read" || why="$name does not say why it stays"
  done
  for name in "${sites[@]}"; do
    stayed "$name" "$from" || why="the route of $name went away"
  done
}
mend_status_unreadable() {
  local name
  for name in "${sites[@]}"; do reconnect "$name" 203.0.113.0/24; done
  mend_two_sites_below
}
