#!/usr/bin/env bash
# From the start of the process to the first answer, with and without the start cache.
#   benchmarks/start.sh [STARTS]     default: 10 of each. Uses UDP and TCP port 5391 of 127.0.0.1.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
starts=${1:-10}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

configuration() { # NAME LINE...
  local folder=$scratch/$1
  shift
  mkdir -p "$folder/zones"
  printf '%s\n' 'listen: ["127.0.0.1:5391"]' 'zones: zones/' \
    'admin: {http: "127.0.0.1:0", socket: control.sock}' "$@" >"$folder/popdns.yaml"
}

configuration static
cat >"$scratch/static/zones/example.com.yaml" <<'TEXT'
'': {type: NS, value: ns1.example.net.}
www: {type: A, value: 192.0.2.1}
TEXT
configuration cluster 'site: here' 'clusters: clusters.yaml'
# Nothing listens at port 9, so each first check ends at once, and all members answer.
cat >"$scratch/cluster/clusters.yaml" <<'TEXT'
sites: {here: {}}
checks: {web: {http: {port: 9, path: /}, interval: 2s, timeout: 1s}}
clusters:
  images: {check: web, members: {here: [127.0.0.1, 127.0.0.2, 127.0.0.3]}}
TEXT
cat >"$scratch/cluster/zones/example.com.yaml" <<'TEXT'
'': {type: NS, value: ns1.example.net.}
www: {type: A, ttl: 60, cluster: images}
TEXT

"$root/popdns" --version >/dev/null # builds where needed
jdk=$("$root/popdns" --java-home)
jar=$root/dns-server/target/popdns.jar
echo "$(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg), start cache: $("$root/popdns" --start-cache)"

measure() { # WHAT CONFIGURATION COMMAND...
  local what=$1 configuration=$2
  shift 2
  echo "$what"
  perl "$root/benchmarks/first-answer.pl" 5391 www.example.com "$starts" \
    "$@" serve --config "$scratch/$configuration/popdns.yaml" --state "$scratch/state" 2>"$scratch/log" || {
    cat "$scratch/log" >&2
    exit 1
  }
}

plain=("$jdk/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
  -cp "$jar" org.popdns.cli.Popdns)
for kind in static cluster; do
  measure "$kind zone, ./popdns serve" $kind "$root/popdns"
  measure "$kind zone, the JVM alone without the cache" $kind "${plain[@]}"
done

"$root/popdns" serve --config "$scratch/static/popdns.yaml" --state "$scratch/state" 2>"$scratch/log" &
server=$!
trap 'kill "$server" 2>/dev/null; rm -rf "$scratch"' EXIT
until grep -q ready: "$scratch/log"; do
  kill -0 "$server"
  sleep 0.05
done
each() { # COMMAND...
  local start=${EPOCHREALTIME/[.,]/} round
  for ((round = 0; round < starts; round++)); do "$@" >/dev/null; done
  echo "$(((${EPOCHREALTIME/[.,]/} - start) / starts / 1000)) ms"
}
echo "popdns --version: $(each "$root/popdns" --version), without: $(each "${plain[@]}" --version)"
echo "popdns status:    $(each "$root/popdns" status --socket "$scratch/static/control.sock"), without: \
$(each "${plain[@]}" status --socket "$scratch/static/control.sock")"
