#!/usr/bin/env bash
# popdns answers as NSD, Knot and BIND agree to answer. Arguments are Java options of the program:
#   differential.sh -Dzones=1000 -Dquestions=300 -Dseed=7
# shellcheck source=../../../dns-server/src/it/checks.bash
. "$(dirname "$0")/../../../dns-server/src/it/checks.bash"

root=$(cd "$(dirname "$0")/../../.." && pwd)
cd "$root" || exit 1
JAVA_HOME=$(./popdns --java-home) || exit 1
export JAVA_HOME
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

build() {
  mvn -q -B -ntp -Pdifferential -pl differential -am -DskipStartCache=true verify \
    -Dtest='org.popdns.differential.**' -Dsurefire.failIfNoSpecifiedTests=false
}

# Debian has the servers in folders that not every user's PATH names.
compare() {
  PATH=$PATH:/usr/sbin:/sbin "$JAVA_HOME/bin/java" -Dfolder="$folder" \
    -Dsources="$root" --enable-native-access=ALL-UNNAMED \
    -cp "$root/differential/target/differential.jar:$root/differential/target/lib/*" "$@" \
    org.popdns.differential.Differential
}

check "the differential test is built" build
if compare "$@"; then
  pass "popdns answers as NSD, Knot and BIND agree to"
else
  fail "popdns answers as NSD, Knot and BIND agree to"
fi
report
