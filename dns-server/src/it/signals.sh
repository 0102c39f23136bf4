#!/usr/bin/env bash
# What an operator does with a running server: HUP, changed files, TERM, a kill and broken files at once.
# Uses UDP and TCP port 5310 and TCP port 8063 of 127.0.0.1.
# shellcheck source=checks.bash
. "$(dirname "$0")/checks.bash"

root=$(cd "$(dirname "$0")/../../.." && pwd)
scratch=$(mktemp -d)
log=$scratch/log
server=

clean_up() {
  [ -z "$server" ] || kill -KILL "$server" 2>/dev/null
  rm -rf "$scratch"
}
trap clean_up EXIT

mkdir -p "$scratch/config/zones"
cat >"$scratch/config/popdns.yaml" <<TEXT
listen: ["127.0.0.1:5310"]
admin: {http: "127.0.0.1:8063", socket: $scratch/control.sock}
zones: zones/
TEXT

zone() { # ADDRESS
  cat >"$scratch/zone.new" <<TEXT
'': {type: NS, value: ns1.example.net.}
www: {type: A, value: $1}
TEXT
  mv "$scratch/zone.new" "$scratch/config/zones/example.com.yaml"
}

answer() {
  dig +short +time=1 +tries=1 @127.0.0.1 -p 5310 www.example.com 2>&1
}

answer_is() {
  [ "$(answer)" = "$1" ]
}

has_logged() {
  grep -q "$1" "$log"
}

has_ended() {
  ! kill -0 "$server" 2>/dev/null
}

start() { # OPTION...
  : >"$log"
  "$root/popdns" serve --config "$scratch/config/popdns.yaml" --state "$scratch/state" "$@" 2>>"$log" &
  server=$!
  within 60 has_logged "ready:" || sed 's/^/    /' "$log"
}

"$root/popdns" --version >/dev/null # builds where needed
zone 192.0.2.1
start
check_equal "it answers" 192.0.2.1 "$(answer)"

zone 192.0.2.2
kill -HUP "$server"
check "HUP reloads" within 10 answer_is 192.0.2.2

zone nonsense
kill -HUP "$server"
check "HUP with broken files is refused in the log" within 10 has_logged "reload refused"
check_equal "and changes nothing" 192.0.2.2 "$(answer)"
"$root/popdns" reload --socket "$scratch/control.sock" >"$scratch/reload" 2>&1
check_equal "popdns reload says so with its exit code" 1 $?
check_contains "and shows the place" "example.com.yaml:2:23: error:" "$(cat "$scratch/reload")"
check_contains "popdns status says so" "the files were refused" \
  "$("$root/popdns" status --socket "$scratch/control.sock")"

kill -KILL "$server"
wait "$server" 2>/dev/null
start
check_equal "after a crash, broken files: the stored configuration answers" 192.0.2.2 "$(answer)"
check_contains "and status says so" "THE FILES ARE NOT SERVED" \
  "$("$root/popdns" status --socket "$scratch/control.sock")"
check_contains "and the metric" "popdns_config_stored_served 1" "$(curl -s -m 5 http://127.0.0.1:8063/metrics)"

kill -TERM "$server"
check "TERM ends it within 10 s" within 10 has_ended
wait "$server"
check_equal "with exit code 0" 0 $?

zone 192.0.2.3
start --reload-on-change
zone 192.0.2.4
check "changed files are reloaded within 10 s" within 10 answer_is 192.0.2.4
"$root/popdns" stop --socket "$scratch/control.sock" >/dev/null
check_equal "popdns stop returns 0" 0 $?
check "and the server has ended" within 5 has_ended
server=
"$root/popdns" stop --socket "$scratch/control.sock" >/dev/null 2>&1
check_equal "a second stop says that it is not running" 3 $?

# A zone that the heap has no room for: the name that is no host's has it read in the careful way.
export POPDNS_JAVA_OPTS=-Xmx64m
start
{
  echo "@ 60 SOA ns1.example.net. host.example.net. 1 7200 900 1209600 300"
  echo "@ 60 NS ns1.example.net."
  echo "odd_name 60 A 192.0.2.1"
  seq -f 'h%.0f 60 A 192.0.2.1' 400000
} >"$scratch/config/zones/example.org.zone"
kill -HUP "$server"
check "files that need more memory than there is are refused" within 60 has_logged "reload refused.*-Xmx"
check_equal "and what was served is served" 192.0.2.4 "$(answer)"
"$root/popdns" check --config "$scratch/config/popdns.yaml" >"$scratch/check" 2>&1
check_equal "popdns check fails" 1 $?
# What the serial collector can use of 64 MiB.
check_equal "and says so in one line" \
  "error: what the zones' files hold needs more memory than the JVM's heap of 61 MiB: -Xmx in POPDNS_JAVA_OPTS makes it larger" \
  "$(cat "$scratch/check")"
rm "$scratch/config/zones/example.org.zone"
zone 192.0.2.5
kill -HUP "$server"
check "and the next files are taken up" within 30 answer_is 192.0.2.5
kill -TERM "$server"
check "and it ends" within 10 has_ended
wait "$server"
server=

report
