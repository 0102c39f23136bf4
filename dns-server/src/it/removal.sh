#!/usr/bin/env bash
# A push that empties the zones' folder, cuts a zone short or breaks what is left, and a restart on top of it: the site answers on.
# Uses UDP and TCP port 5656 and TCP port 5657 of 127.0.0.1.
# shellcheck source=checks.bash
. "$(dirname "$0")/checks.bash"

root=$(cd "$(dirname "$0")/../../.." && pwd)
scratch=$(mktemp -d)
log=$scratch/log
socket=$scratch/control.sock
server=

clean_up() {
  [ -z "$server" ] || kill -KILL "$server" 2>/dev/null
  rm -rf "$scratch"
}
trap clean_up EXIT

mkdir -p "$scratch/config/zones" "$scratch/elsewhere"
cat >"$scratch/config/popdns.yaml" <<TEXT
listen: ["127.0.0.1:5656"]
admin: {http: "127.0.0.1:5657", socket: $socket}
zones: zones/
announce: {all: {prefixes: 127.0.0.0/8, hold-up: 0s}}
TEXT

zone() { # NAME HOSTS
  {
    echo "'': {type: NS, value: ns1.example.net.}"
    echo "www: {type: A, value: 192.0.2.1}"
    seq -f "h%.0f: {type: A, value: 192.0.2.1}" "$2"
  } >"$scratch/config/zones/$1.yaml"
}

answer() { # NAME
  dig +short +time=1 +tries=1 @127.0.0.1 -p 5656 "$1" 2>&1
}

answer_is() { # NAME ANSWER
  [ "$(answer "$1")" = "$2" ]
}

has_logged() {
  grep -q "$1" "$log"
}

has_ended() {
  ! kill -0 "$server" 2>/dev/null
}

ready() {
  curl -s -o /dev/null -w '%{http_code}' -m 5 http://127.0.0.1:5657/readyz
}

action() {
  curl -s -m 5 'http://127.0.0.1:5657/lease/all?format=text' | sed -n 's/^action //p'
}

action_is() {
  [ "$(action)" = "$1" ]
}

stored() {
  cat "$scratch"/state/accepted*/* | cksum
}

start() {
  : >"$log"
  "$root/popdns" serve --config "$scratch/config/popdns.yaml" --state "$scratch/state" 2>>"$log" &
  server=$!
  within 60 has_logged "ready:" || sed 's/^/    /' "$log"
}

kills() {
  kill -KILL "$server"
  wait "$server" 2>/dev/null
}

serves_on() { # AFTER WHAT
  check_equal "$1: queries are answered" 192.0.2.1 "$(answer www.example.com)"
  check_equal "$1: /readyz is ready" 200 "$(ready)"
  check "$1: the lease says announce" within 10 action_is announce
  check_equal "$1: what is stored is as it was" "$before" "$(stored)"
}

"$root/popdns" --version >/dev/null # builds where needed
zone example.com 20
zone example.org 20
start
check "it is announced" within 10 action_is announce
before=$(stored)

mv "$scratch"/config/zones/* "$scratch/elsewhere"
kill -HUP "$server"
check "HUP with an emptied folder is refused in the log" within 10 has_logged "reload refused.*would remove 2 of 2 zones: example.com., example.org."
serves_on "an emptied folder"
check_contains "status says what is refused" "if that is meant: popdns reload --allow-removal" \
  "$("$root/popdns" status --socket "$socket")"
check_contains "and so does the metric" "popdns_config_last_reload_successful 0" \
  "$(curl -s -m 5 http://127.0.0.1:5657/metrics)"

kills
start
serves_on "a restart with an emptied folder"
check_contains "status says that the stored configuration is served" "THE FILES ARE" \
  "$("$root/popdns" status --socket "$socket")"

echo "www: {type: A, value: nonsense}" >"$scratch/config/zones/example.com.yaml"
kills
start
serves_on "a restart with broken files"
rm "$scratch/config/zones/example.com.yaml"

chmod 0 "$scratch/config/zones"
"$root/popdns" reload --socket "$socket" >/dev/null 2>&1
serves_on "a folder that can't be read"
chmod 755 "$scratch/config/zones"
kills
mv "$scratch"/elsewhere/* "$scratch/config/zones"
start
check "with the files in their place it serves them" within 10 action_is announce

zone example.com 1
"$root/popdns" reload --socket "$socket" >"$scratch/reload" 2>&1
check_equal "a zone cut short: popdns reload fails" 1 $?
check_contains "and says what would go" "would remove 19 of 22 names of zone example.com.: h10.example.com., h11.example.com." \
  "$(cat "$scratch/reload")"
check_equal "and changes nothing" 192.0.2.1 "$(answer h20.example.com)"
"$root/popdns" reload --allow-removal --socket "$socket" >"$scratch/reload" 2>&1
check_equal "popdns reload --allow-removal serves it" 0 $?
check_equal "the names have gone" "" "$(answer h20.example.com)"

rm "$scratch"/config/zones/*
"$root/popdns" reload --allow-removal --socket "$socket" >"$scratch/reload" 2>&1
check_contains "it tells what went" "gone zones: example.com., example.org." "$(cat "$scratch/reload")"
check "a node that serves nothing is withdrawn" within 10 action_is withdraw
check_equal "and is not ready" 503 "$(ready)"
kill -TERM "$server"
check "it ends" within 20 has_ended
wait "$server"
server=

report
