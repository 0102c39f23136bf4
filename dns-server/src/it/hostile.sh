#!/usr/bin/env bash
# A million mutated messages over UDP and TCP beside 2,000 idle and 200 slow connections. Another number, and the seed
# that an earlier run printed:
#   hostile.sh -Dhostile.packets=100000 -Dhostile.seed=7
# shellcheck source=checks.bash
. "$(dirname "$0")/checks.bash"

root=$(cd "$(dirname "$0")/../../.." && pwd)
cd "$root" || exit 1
JAVA_HOME=$(./popdns --java-home) || exit 1
export JAVA_HOME
log=$(mktemp)
trap 'rm -f "$log"' EXIT

attack() {
  mvn -B -ntp -pl dns-server -am test -Dtest=HostilePacketsTest -Dsurefire.failIfNoSpecifiedTests=false \
    -Dmaven.test.redirectTestOutputToFile=false -Dhostile.packets=1000000 "$@" >"$log" 2>&1
}

if attack "$@"; then
  grep -E '^(hostile packets:|[0-9]+ packets|before|after) ' "$log"
  pass "hostile messages leave the server as it was"
else
  cat "$log"
  fail "hostile messages leave the server as it was"
fi
report
