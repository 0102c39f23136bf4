#!/usr/bin/env bash
# How long a configuration of real shape takes: check, start, reload of one changed zone.
#   benchmarks/config.sh [ZONES [RECORDS]]     default: 1000 zones of 100 records, in YAML
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
zones=${1:-1000}
records=${2:-100}
scratch=$(mktemp -d)
server=
clean_up() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$scratch"
}
trap clean_up EXIT

mkdir "$scratch/zones"
cat >"$scratch/popdns.yaml" <<TEXT
listen: ["127.0.0.1:0"]
admin: {http: "127.0.0.1:0", socket: control.sock}
zones: zones/
TEXT
for ((zone = 0; zone < zones; zone++)); do
  {
    echo "'': {type: NS, value: ns1.example.net.}"
    for ((record = 1; record < records; record++)); do
      echo "host-$record: {type: A, value: 192.0.2.$((record % 250))}"
    done
  } >"$scratch/zones/zone-$zone.example.yaml"
done

"$root/popdns" --version >/dev/null # builds where needed
seconds() { # COMMAND...
  local start
  start=$(date +%s%N)
  "$@" >"$scratch/out" 2>&1 || { cat "$scratch/out" >&2; exit 1; }
  awk -v ns=$(($(date +%s%N) - start)) 'BEGIN {printf "%.2f s", ns / 1e9}'
}

echo "$zones zones of $records records, $(nproc) processors"
echo "check, the whole process:    $(seconds "$root/popdns" check --config "$scratch/popdns.yaml")"
"$root/popdns" serve --config "$scratch/popdns.yaml" --state "$scratch/state" 2>"$scratch/log" &
server=$!
start=$(date +%s%N)
until grep -q "ready:" "$scratch/log"; do
  kill -0 "$server" || { cat "$scratch/log" >&2; exit 1; }
  sleep 0.02
done
awk -v ns=$(($(date +%s%N) - start)) 'BEGIN {printf "start to ready:              %.2f s\n", ns / 1e9}'
for round in 1 2 3 4 5; do
  sed -i "s/^host-7: .*/host-7: {type: A, value: 198.51.100.$round}/" "$scratch/zones/zone-5.example.yaml"
  "$root/popdns" reload --socket "$scratch/control.sock" | sed "s/^/reload of one changed zone:  /"
done
