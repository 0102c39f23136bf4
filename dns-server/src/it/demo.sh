#!/usr/bin/env bash
# What an operator sees first: a fresh clone's ./popdns demo answers, fails over, and leaves nothing behind.
# The clone holds what is committed. Needs UDP and TCP port 5300 and TCP port 8053 of 127.0.0.1,
# and a machine where no other popdns serves: `popdns status` would ask that one.
# shellcheck source=checks.bash
. "$(dirname "$0")/checks.bash"
set -m # the demo gets a process group of its own, and SIGINT is not ignored in it

source=$(cd "$(dirname "$0")/../../.." && pwd)
scratch=$(mktemp -d)
clone="$scratch/a clone"
output=$scratch/output
temporary=$scratch/temporary
mkdir "$temporary"
export POPDNS_JAVA_OPTS="-Djava.io.tmpdir=$temporary"
demo=
control=${XDG_RUNTIME_DIR:-/tmp}/popdns-demo-$(id -u)

clean_up() {
  if [ -n "$demo" ]; then
    kill -KILL -- "-$demo" 2>/dev/null
    rm -rf "$control"
  fi
  rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

addresses() { # DIG-OPTION...: what images.example.com has now, sorted, on one line
  dig +short +time=1 +tries=1 "$@" @127.0.0.1 -p 5300 images.example.com 2>&1 | sort | tr '\n' ' '
}

all_six="127.0.0.21 127.0.0.22 127.0.0.23 127.0.0.24 127.0.0.25 127.0.0.26 "
without_third=${all_six/127.0.0.23 /}

# The sockets of ports 5300 and 8053 that are open: tcp ones that listen (0A), udp ones (07).
open_ports() {
  cat /proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6 2>/dev/null |
    awk '($2 ~ /:14B4$/ || $2 ~ /:1F75$/) && ($4 == "0A" || $4 == "07")'
}

# What popdns left in the folder for temporary files, which is one of its own here, or went around it.
temporary_files() {
  find "$temporary" -mindepth 1
  find /tmp -maxdepth 1 -name 'popdns*'
}

has_ended() {
  ! kill -0 "$demo" 2>/dev/null
}

is_ready_or_has_ended() {
  grep -qiw ready "$output" || has_ended
}

answers_are() { # EXPECTED DIG-OPTION...
  local expected=$1
  shift
  [ "$(addresses "$@")" = "$expected" ]
}

status_of() { # URL
  curl -s -o /dev/null -m 5 -w '%{http_code}' "$1"
}

if [ -n "$(open_ports)" ]; then
  fail "ports 5300 and 8053 are free before the test"
  report
fi
if grep -q ' /run/popdns/control\.sock$' /proc/net/unix; then
  fail "no other popdns listens at /run/popdns/control.sock before the test"
  report
fi
files_before=$(temporary_files)

check "the clone" git clone -q "$source" "$clone"
cd "$clone" || exit 1
: >"$output"
env --default-signal=INT ./popdns demo >>"$output" 2>&1 </dev/null &
demo=$!
within 600 is_ready_or_has_ended
if has_ended || ! grep -qiw ready "$output"; then
  sed 's/^/    /' "$output"
  fail "the demo says that it is ready"
  report
fi
pass "the demo says that it is ready"

check_equal "six addresses over UDP" "$all_six" "$(addresses)"
check_equal "six addresses over TCP" "$all_six" "$(addresses +tcp)"
first_of_each=$(for _ in 1 2 3 4 5 6 7 8 9 10 11 12; do
  dig +short +time=1 +tries=1 @127.0.0.1 -p 5300 images.example.com | head -n 1
done | sort -u | wc -l)
check "the first address rotates" test "$first_of_each" -gt 1
check_equal "/readyz" 200 "$(status_of http://127.0.0.1:8053/readyz)"
check_equal "/livez" 200 "$(status_of http://127.0.0.1:8053/livez)"
check_contains "/metrics" popdns_build_info "$(curl -s -m 5 http://127.0.0.1:8053/metrics)"
check_contains "/status" image-0-3 "$(curl -s -m 5 http://127.0.0.1:8053/status)"

./popdns demo start image-0-3 >/dev/null 2>&1
check_equal "starting what runs is no failure" 0 $?
check "stopping an image server" ./popdns demo stop image-0-3
check "its address goes within 4 s" within 4 answers_are "$without_third"
check_equal "and over TCP" "$without_third" "$(addresses +tcp)"
check "stopping it again is no failure" ./popdns demo stop image-0-3
check "starting it" ./popdns demo start image-0-3
check "its address returns within 4 s" within 4 answers_are "$all_six"
./popdns demo stop no-such-host >"$scratch/no-such-host" 2>&1
check_equal "a host that is not there is a failure" 1 $?
check_contains "and is named" no-such-host "$(cat "$scratch/no-such-host")"

status=$(./popdns status 2>&1)
check_equal "popdns status" 0 $?
check_contains "popdns status shows the endpoints" image-0-3 "$status"

./popdns demo >"$scratch/second" 2>&1 </dev/null
check_equal "a second demo fails" 1 $?
check "in one line" test "$(wc -l <"$scratch/second")" -eq 1
check_equal "and the first still answers" "$all_six" "$(addresses)"

kill -INT -- "-$demo"
check "Ctrl-C ends it within 10 s" within 10 has_ended
wait "$demo" 2>/dev/null
code=$?
# 130 is what a shell expects of a program that SIGINT ended.
check "its exit code is 0 or 130, not $code" test "$code" -eq 0 -o "$code" -eq 130
check "none of its processes is left" test -z "$(pgrep -g "$demo")"
demo=
check_equal "its ports are free" "" "$(open_ports)"
check "its control socket's folder is gone" test ! -e "$control"
check_equal "no temporary file is left" "$files_before" "$(temporary_files)"
check_equal "no stack trace was shown" "" "$(grep -E '^\s+at .*\(.*\.java:' "$output")"
./popdns status >/dev/null 2>&1
check_equal "popdns status now says that it is not running" 3 $?

report
