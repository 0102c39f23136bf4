#!/usr/bin/env bash
# The checker's own network is cut: a real popdns, real HTTP servers at two sites, a canary, and a client, in network
# namespaces of its own. Needs root.
# shellcheck source=checks.bash
. "$(dirname "$0")/checks.bash"

#   client ─── pop ─┬─ servers   192.0.2.21, .22 (san-jose), 192.0.2.121, .122 (japan)
#                   ╰─ router    203.0.113.1, the canary
root=$(cd "$(dirname "$0")/../../.." && pwd)
scratch=$(mktemp -d)
log=$scratch/log
started=()

clean_up() {
  local process name
  for process in "${started[@]}"; do
    kill -KILL "$process" 2>/dev/null
    wait "$process" 2>/dev/null
  done
  for name in client pop servers router; do ip netns del "pdchk-$name" 2>/dev/null; done
  rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 1' INT TERM

# inside SPACE COMMAND...
inside() {
  local space=$1
  shift
  ip netns exec "pdchk-$space" "$@"
}

# wire SPACE NUMBER: a link between pop and a namespace, 10.9.NUMBER.1 and .2.
wire() {
  ip netns add "pdchk-$1" || return 1
  ip -n "pdchk-$1" link set lo up
  ip -n pdchk-pop link add "$1" type veth peer name pop netns "pdchk-$1" || return 1
  ip -n pdchk-pop addr add "10.9.$2.1/24" dev "$1"
  ip -n "pdchk-$1" addr add "10.9.$2.2/24" dev pop
  ip -n pdchk-pop link set "$1" up
  ip -n "pdchk-$1" link set pop up
}

# Whoever cuts the far end takes the carrier, and leaves the routes of the near one as they are.
cut_off() { ip -n "pdchk-$1" link set pop down; }
mend() { ip -n "pdchk-$1" link set pop up; }

serve_http() { # SPACE ADDRESS PORT
  ip -n "pdchk-$1" addr add "$2/32" dev lo
  ip netns exec "pdchk-$1" busybox httpd -f -p "$2:$3" -h "$scratch/www" &
  started+=($!)
}

configure() { # FREEZE PATH
  cat >"$scratch/clusters.new" <<TEXT
sites:
  san-jose: {fallback: [japan]}
  japan: {fallback: [san-jose]}
checks:
  web: {http: {port: 80, path: $2}, interval: 1s, timeout: 500ms, rise: 2, fall: 3}
suspicion: {freeze: $1, canaries: {san-jose: [{tcp: "203.0.113.1:179"}]}}
clusters:
  images:
    check: web
    when-below: withdraw
    members:
      san-jose: [192.0.2.21, 192.0.2.22]
      japan: [192.0.2.121, 192.0.2.122]
TEXT
  mv "$scratch/clusters.new" "$scratch/config/clusters.yaml"
}

now() { echo $((${EPOCHREALTIME/[.,]/} / 1000)); }
answers() { inside client dig +short +time=1 +tries=1 @10.9.1.1 images.example.com | sort | tr '\n' ' '; }
page() { inside pop curl -s -m 2 "http://127.0.0.1:8053/$1"; }
metric() { page metrics | sed -n "s/^$1 //p"; }
metric_is() { [ "$(metric "$1")" = "$2" ]; }
logged() { tail -n "+$((seen + 1))" "$log" | grep -q "$1"; }
popdns() { inside pop "$root/popdns" "$@" --socket "$scratch/control.sock" 2>&1; }
remember() { seen=$(wc -l <"$log"); }
all_up() { [ "$(page metrics | grep -c '^popdns_health_endpoint_up{.*} 1')" = 4 ]; }
reload() { # FREEZE PATH
  remember
  configure "$1" "$2"
  kill -HUP "$server"
  within 20 logged "reloaded "
}

"$root/popdns" --version >/dev/null # builds where needed
mkdir -p "$scratch/config/zones" "$scratch/www"
echo ok >"$scratch/www/healthz"
build_network() {
  ip netns add pdchk-pop && ip -n pdchk-pop link set lo up &&
    wire client 1 && wire servers 2 && wire router 3
}
if ! build_network; then
  fail "network namespaces of its own"
  report
fi
ip -n pdchk-pop route add 192.0.2.0/24 via 10.9.2.2
ip -n pdchk-pop route add 203.0.113.1/32 via 10.9.3.2
for address in 192.0.2.21 192.0.2.22 192.0.2.121 192.0.2.122; do serve_http servers $address 80; done
serve_http router 203.0.113.1 179

cat >"$scratch/config/popdns.yaml" <<TEXT
site: san-jose
listen: ["10.9.1.1:53"]
admin: {http: "127.0.0.1:8053", socket: $scratch/control.sock}
zones: zones/
clusters: clusters.yaml
TEXT
cat >"$scratch/config/zones/example.com.yaml" <<TEXT
'': {type: NS, value: ns1.example.net.}
images: {type: A, ttl: 60, cluster: images}
TEXT
configure 10m /healthz
# Not by a function: the process is to be the server itself, for the signal.
ip netns exec pdchk-pop "$root/popdns" serve --config "$scratch/config/popdns.yaml" --state "$scratch/state" 2>"$log" &
server=$!
started+=("$server")
seen=0
within 60 logged "ready:" || sed 's/^/    /' "$log"
good="192.0.2.21 192.0.2.22 "
check_equal "this site's servers answer" "$good" "$(answers)"

# 1. All that the checker can see is gone, but not the clients.
remember
cut_off servers
cut_off router
check "cut off, the checker suspects itself" within 15 logged "ERROR.*the checker suspects itself: 4 of 4 endpoints"
check_equal "the answers are as before" "$good" "$(answers)"
check_equal "popdns_health_suspicious" 1.0 "$(metric popdns_health_suspicious)"
check_equal "popdns_health_frozen_endpoints" 4.0 "$(metric popdns_health_frozen_endpoints)"
check_contains "/readyz is 200 with a note, though when-below is withdraw" "note: the checker suspects itself" \
  "$(inside pop curl -s -f http://127.0.0.1:8053/readyz)"
popdns status >"$scratch/status"
check_contains "popdns status says so" "FROZEN for" "$(cat "$scratch/status")"
check_contains "and which endpoints are kept" "up (frozen)" "$(cat "$scratch/status")"
check_contains "and that the canary does not answer" "canary tcp 203.0.113.1:179: down" "$(cat "$scratch/status")"
check_contains "popdns explain says so" "FROZEN until" "$(popdns explain images.example.com)"
check_equal "and still the answers are as before" "$good" "$(answers)"

mend servers
mend router
check "the network is back: trusted again at once" within 5 logged "the checker trusts itself again"
check "nothing is frozen" within 5 metric_is popdns_health_frozen_endpoints 0.0
check_equal "no endpoint was ever down" 0 "$(tail -n "+$((seen + 1))" "$log" | grep -c 'endpoint .* is down')"

# 2. The time is bounded.
reload 4s /healthz
within 20 all_up
sleep 4 # calm for as long as the time to freeze: a bound of its own
remember
cut_off servers
cut_off router
check "cut off again" within 15 logged "the checker suspects itself"
from=$(now)
check "/readyz is 200" inside pop curl -s -f -o "$scratch/readyz" http://127.0.0.1:8053/readyz
check "in the end the failures are believed" within 10 logged "the last good state was kept for 4"
took=$(($(now) - from))
printf '     after %d.%03d s of at most 4 s and what the machine is late\n' $((took / 1000)) $((took % 1000))
check "all endpoints are down, and the site fails open" within 3 metric_is 'popdns_steering_fail_open{cluster="images"}' 1.0
check_equal "with all its addresses" "$good" "$(answers)"
check_contains "/readyz says why traffic should not come" "cluster images has 0 healthy hosts" "$(page readyz)"

# 3. With a canary that answers, the same failure is believed in the ordinary time: 3 intervals and a timeout.
mend servers
mend router
within 20 all_up
sleep 4
remember
from=$(now)
cut_off servers
check "a canary answers: believed" within 15 logged "canary tcp 203.0.113.1:179 answers: they are down"
took=$(($(now) - from))
check "all are down" within 5 metric_is 'popdns_steering_fail_open{cluster="images"}' 1.0
printf '     after %d.%03d s (bound 3.500 s, and 0.5 s for a busy machine)\n' $((took / 1000)) $((took % 1000))
check "within the ordinary detection time" [ $took -le 4000 ]
check_equal "nothing was frozen" 0 "$(tail -n "+$((seen + 1))" "$log" | grep -c 'suspects')"

# 4. A valid configuration with a wrong path.
mend servers
within 20 all_up
sleep 4
reload 10m /no-such-page
check "a wrong path: the checker suspects the changed checks" within 15 \
  logged "the checker suspects the changed checks: 4 of 4 .*status 404"
check_equal "the answers are as before" "$good" "$(answers)"
reload 10m /healthz
check "mended: trusted again" within 5 metric_is popdns_health_suspicious 0.0
check_equal "the answers are as ever" "$good" "$(answers)"
popdns history >"$scratch/history"
check_equal "the history tells all of it" "frozen recovered frozen expired confirmed frozen recovered " \
  "$(sed -n 's/^.* health checker: \([a-z]*\):.*/\1/p' "$scratch/history" | tr '\n' ' ')"
report
