# One mistake, at every site at once: routes must stay, and clients be answered. Read by lab.sh; what the functions are
# for says run.bash.
# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034,SC2317 # see run.bash

scenario all-servers-down "2 withdraw 2" "all servers of all sites die, when-below: withdraw"
break_all_servers_down() {
  local name
  sight=6
  for name in "${sites[@]}"; do kill_web "$name" "${hosts[@]}"; done
}
check_all_servers_down() { all_say_why; }
mend_all_servers_down() {
  local name
  for name in "${sites[@]}"; do start_web "$name" "${hosts[@]}"; done
}

scenario wrong-check "2 withdraw 2" "files with a wrong path in the check are pushed to every site: valid, and all is down"
break_wrong_check() {
  sight=6 check_path=/no-such-page
  push
  from=$pushed
}
check_wrong_check() { all_say_why; }
mend_wrong_check() {
  check_path=/healthz
  push
}

scenario checkers-cut-off "2 withdraw 2" "the checkers of all sites can't reach any server, clients can"
break_checkers_cut_off() {
  local name
  sight=7
  for name in "${sites[@]}"; do cut_off "$name" 192.0.2.0/24; done
}
check_checkers_cut_off() { all_say_why; }
mend_checkers_cut_off() {
  local name
  for name in "${sites[@]}"; do reconnect "$name" 192.0.2.0/24; done
}

# One after the other, as one does it: a server that is not there answers nothing, whatever its files say.
scenario broken-files "2 fallback 2" "broken files are pushed to every site, and every server restarted, two at a time"
break_broken_files() {
  local name
  sight=1
  for name in "${sites[@]}"; do echo '}' >>"$folder/$name/popdns.yaml"; done
  restart germany new-york && restart san-jose japan
}
check_broken_files() {
  local name least
  for name in "${sites[@]}"; do
    serves_stored "$name" || why="$name does not say that it serves the stored configuration"
  done
  note "every status says that the stored configuration is served: $(page germany /status | sed -n 's/.*"failure" : //p')"
  least=$(fewest "$from")
  note "sites announced, at the fewest: $least (keep-sites $keep_sites)"
  [ "$least" -ge "$keep_sites" ] || why="only $least sites were announced"
}
mend_broken_files() { push; }
