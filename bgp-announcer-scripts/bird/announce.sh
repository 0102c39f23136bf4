#!/bin/sh
# Announces the routes of one `announce` entry of popdns through BIRD 2.
#
#   announce.sh NAME
#
# Settings come from the environment: see ../README.md. The file bird/popdns.conf must be part of BIRD's configuration.
# shellcheck disable=SC2317 # the supervisor calls these functions by their names
set -u

bird_socket=${ANNOUNCER_BIRD_SOCKET:-/run/bird/bird.ctl}

# The BIRD configuration of one family: daemon_routes FAMILY VIA PREFIX...; reads $prepend, $med, $communities.
daemon_routes() {
  family=$1 via=$2
  shift 2
  printf 'protocol static popdns_%s_%s {\n  %s;\n  igp table popdns_marker%s;\n' \
    "$symbol" "$family" "$family" "${family#ipv}"
  for prefix; do
    printf '  route %s recursive %s {\n' "$prefix" "$via"
    left=$prepend
    while [ "$left" -gt 0 ]; do
      printf '    bgp_path.prepend(POPDNS_AS);\n'
      left=$((left - 1))
    done
    # A MED of 0 is the same as none (RFC 4271 §9.1.2.2), and goes without saying.
    [ "$med" -eq 0 ] || printf '    bgp_med = %s;\n' "$med"
    for community in $communities; do
      printf '    bgp_community.add((%s,%s));\n' "${community%:*}" "${community#*:}"
    done
    printf '  };\n'
  done
  printf '}\n'
}

# Makes BIRD read the file. A file that BIRD refuses changes nothing in it. Prints what BIRD said.
daemon_configure() {
  answer=$(timeout 0.7 birdc -s "$bird_socket" configure 2>&1) || {
    printf '%s\n' "${answer:-birdc does not answer}" | tail -n 1
    return 1
  }
  case $answer in
    *Reconfigured* | *"Reconfiguration in progress"*) return 0 ;;
  esac
  printf '%s\n' "$answer" | tail -n 1
  return 1
}

daemon_file_suffix=bird daemon_commands=birdc
# shellcheck source=../shared/supervisor.sh
. "$(dirname -- "$(readlink -f -- "$0")")/../shared/supervisor.sh"
