# How a scenario runs. Read by lab.sh.
#
# A scenario NAME is up to four functions; what is not needed is left out:
#   prepare_NAME   before anything is measured
#   break_NAME     what breaks; the time counts from its start, or from when it sets $from
#   check_NAME     looks back at what was seen from $from to $to: adds figures by `note`, and sets $why on a failure
#   mend_NAME      the repair; then every site must announce again, and every client be answered
# and is held to these, which it may set in the first two:
#   bound          ms from the event to the last lost query; 0: none may be lost
#   regions_bound  how many regions may lose queries
#   sight          seconds to look at after the break
# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034 # set by lab.sh, network.bash and site.bash
# shellcheck disable=SC2317 # scenarios are called by their names

all=()
declare -A files_of=() text_of=()

# scenario NAME "KEEP_SITES WHEN_BELOW MINIMUM" TEXT: the files it is about, and what breaks.
scenario() {
  all+=("$1")
  files_of[$1]=$2
  text_of[$1]=$3
}

is_scenario() { [ -n "${1:+${files_of[$1]-}}" ]; }

list_scenarios() {
  local name
  for name in "${all[@]}"; do printf '%-24s %s\n' "$name" "${text_of[$name]}"; done
}

note() { notes+=("$*"); }

# step VERB NAME: does nothing where the scenario has no such function.
step() {
  ! declare -F "$1_${2//-/_}" >/dev/null || "$1_${2//-/_}"
}

# A machine that is busy with something else gets a second chance; both figures are printed.
run_scenario() {
  local name=$1 try from to mended whole lost_count lost_regions lost_last moved_regions moved_last back_count
  local bound regions_bound sight why pushed notes verdict
  for try in 1 2; do
    bound=0 regions_bound=${#regions[@]} sight=3 why='' notes=()
    # shellcheck disable=SC2086 # a list of words
    want ${files_of[$name]}
    step prepare "$name"
    within 60 all_back || why="the network was not whole before: $(announced) sites, $(catchment)"
    from=$(now)
    if [ -z "$why" ]; then
      step break "$name"
      to=$(($(now) + sight * 1000))
      while [ "$(now)" -lt $to ]; do sleep 0.1; done
      to=$(now)
      [ -n "$why" ] || step check "$name"
    fi
    to=$(now)
    step mend "$name"
    mended=$to
    within 60 all_back || why=${why:-"not every site is back: $(announced) sites, $(catchment)"}
    whole=$(now)
    sleep 1.2 # until a query that was lost is known to be
    read -r lost_count lost_regions lost_last < <(lost "$from" "$to")
    read -r moved_regions moved_last < <(moved "$from" "$to")
    read -r back_count _ < <(lost "$((to + 6))" "$whole")
    judge
    print_outcome
    [ "$verdict" = FAIL ] || return 0
    [ $try = 2 ] || printf '     again:\n'
  done
  failures=$((failures + 1))
}

# From what was measured to $why and $verdict.
judge() {
  if [ -z "$why" ]; then
    if [ "$bound" -eq 0 ] && [ "$lost_count" -gt 0 ]; then
      why="no query may be lost"
    elif [ "$lost_last" -gt "$bound" ]; then
      why="the last one was lost too late"
    elif [ "$lost_regions" -gt "$regions_bound" ]; then
      why="more than $regions_bound regions lost queries"
    elif [ "$back_count" -gt 0 ]; then
      why="the return lost $back_count"
    fi
  fi
  verdict=PASS
  [ -z "$why" ] || verdict=FAIL
}

print_outcome() {
  local line back
  printf '%s %-24s' "$verdict" "$name"
  if [ "$lost_count" -eq 0 ]; then
    printf ' 0 lost'
  else
    printf ' %d lost in %d regions, the last after %s' "$lost_count" "$lost_regions" "$(seconds "$lost_last")"
  fi
  [ "$bound" -eq 0 ] || printf ' (bound %s)' "$(seconds "$bound")"
  [ "$moved_regions" -eq 0 ] || printf '; %d regions moved within %s' "$moved_regions" "$(seconds "$moved_last")"
  back=$(returned "$mended")
  [ "$back" -eq 0 ] || printf '; all routes were back %s after the repair' "$(seconds "$back")"
  echo
  for line in "${notes[@]}"; do printf '     %s\n' "$line"; done
  [ -z "$why" ] || printf '     because: %s\n' "$why"
}

# --- What several scenarios look at -----------------------------------------------------------------------------------

# Notes what each site did and why, by its lease; fails if one stays without a reason, or too few were announced.
all_say_why() {
  local name at reason least
  for name in "${sites[@]}"; do
    at=$(left "$name" "$from")
    reason=$(site_reason "$name")
    if [ -n "$at" ]; then
      note "$name withdrew after $(seconds "$at"): $reason"
    else
      note "$name stays: $reason"
      case $reason in
        '' | fit) why=${why:-"$name does not say why it stays"} ;;
      esac
    fi
  done
  least=$(fewest "$from")
  note "sites announced, at the fewest: $least (keep-sites $keep_sites)"
  [ "$least" -ge "$keep_sites" ] || why="only $least sites were announced"
}

# until_own_gone SITE: notes when its own servers were no longer answered with; sets $detected.
until_own_gone() {
  local count used
  detected=$(own_until "$1" "$from" "$to")
  read -r count used < <(answered_by "$1" $((from + detected + 1)) "$to")
  note "$1 answered with its own servers until $(seconds "$detected"), then $count queries with those of: ${used:-none}"
  [ "$detected" -le 3000 ] || why="$1 still answered with its own servers after 3 s"
}
