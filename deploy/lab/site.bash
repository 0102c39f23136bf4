# What runs at a site. Read by lab.sh.
# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034 # set by lab.sh and network.bash

declare -A server=() supervisor=() web=()
small_jvm="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx96m -Xss512k"
hosts=(21 22 23 24 25 26)

# What the files say; alike at every site.
keep_sites=2 when_below=fallback minimum=2 check_path=/healthz
# What each server can carry and what comes to each site; nothing is said of either while there is no capacity.
capacity='' load=''

site_number() {
  local number
  for number in "${!sites[@]}"; do [ "${sites[number]}" != "$1" ] || echo "$number"; done
}

# The site whose servers answer when those of SITE are too few.
fallback_of() { echo "${sites[($(site_number "$1") + 1) % 4]}"; }

# configure SITE: writes its files.
configure() {
  local name number host fallback members='' nodes='' loads=''
  mkdir -p "$folder/$1/zones"
  for number in "${!sites[@]}"; do
    name=${sites[number]} fallback=''
    for host in 1 2 3; do fallback+="${fallback:+, }${sites[(number + host) % 4]}"; done
    nodes+="  $name: {fallback: [$fallback], nodes: {$name-1: {status: \"203.0.113.$((32 * number + 5)):8054\"}}}"$'\n'
    members+="      $name: ["
    for host in "${hosts[@]}"; do members+="192.0.2.$((64 * number + host)), "; done
    members="${members%, }]"$'\n'
  done
  if [ -n "$capacity" ]; then
    for name in "${sites[@]}"; do loads+="${loads:+, }$name: $((capacity * ${#hosts[@]}))"; done
    loads="    capacity: {$loads}"$'\n'"    load: {${loads//: $((capacity * ${#hosts[@]}))/: $load}}"$'\n'
  fi
  cat >"$folder/$1/clusters.yaml" <<TEXT
sites:
${nodes}checks:
  web:
    http: {port: 80, path: $check_path, status: [200]}
    interval: 1s
    timeout: 500ms
    rise: 1
    fall: 2
clusters:
  images:
    check: web
    minimum-healthy: $minimum
    when-below: $when_below
${loads}    members:
${members}
TEXT
  cat >"$folder/$1/popdns.yaml" <<TEXT
listen: ["198.51.100.53:53", "[2001:db8:53::53]:53"]
admin: {http: "127.0.0.1:8053", socket: $folder/$1/control.sock}
status: {allow: [203.0.113.0/24]}
zones: zones/
clusters: clusters.yaml
announce:
  images: {prefixes: [198.51.100.0/24, "2001:db8:53::/48"], requires: [images], keep-sites: $keep_sites, hold-up: 2s}
TEXT
  cat >"$folder/$1/zones/example.com.yaml" <<TEXT
'': {type: NS, value: ns1.example.com.}
ns1: [{type: A, value: 198.51.100.53}, {type: AAAA, value: "2001:db8:53::53"}]
images: {type: A, ttl: 60, cluster: images}
TEXT
}

start_server() {
  run "$1-pop" 5 env POPDNS_JAVA_OPTS="$small_jvm" "$root/popdns" serve --config "$folder/$1/popdns.yaml" \
    --state "$folder/$1/state" --site "$1" --node "$1-1"
  server[$1]=$process
}

start_supervisor() {
  run "$1-pop" 0 env ANNOUNCER_FOLDER="$folder/$1/announcer" ANNOUNCER_BIRD_SOCKET="$folder/$1-pop.ctl" \
    ANNOUNCER_LEAVE_SECONDS=1 "$root/bgp-announcer-scripts/bird/announce.sh" images
  supervisor[$1]=$process
}

# start_web SITE HOST...: an HTTP server for each.
start_web() {
  local host number
  number=$(site_number "$1")
  for host in "${@:2}"; do
    run "$1-web" 0 busybox httpd -f -p "192.0.2.$((64 * number + host)):80" -h "$folder/$1/web"
    web[$1-$host]=$process
  done
}

kill_web() { # SITE HOST...
  local host processes=()
  for host in "${@:2}"; do processes+=("${web[$1-$host]}"); done
  end "${processes[@]}"
}

start_site() {
  local number
  number=$(site_number "$1")
  mkdir -p "$folder/$1/web" "$folder/$1/announcer"
  echo ok >"$folder/$1/web/healthz"
  configure "$1"
  sed "s|/run/popdns-announcer|$folder/$1/announcer|" "$root/bgp-announcer-scripts/bird/popdns.conf" >"$folder/$1/popdns.conf"
  sed -e "s|/etc/bird/popdns.conf|$folder/$1/popdns.conf|" -e "s|log syslog all|log \"$folder/$1-pop.log\" all|" \
    -e "s|203.0.113.5|203.0.113.$((32 * number + 5))|; s|203.0.113.1 as|203.0.113.$((32 * number + 1)) as|" \
    -e "s|2001:db8:ff::1|2001:db8:9$number::1|" "$root/bgp-announcer-scripts/bird/bird.conf.example" >"$folder/$1-pop.conf"
  run "$1-pop" -10 bird -f -c "$folder/$1-pop.conf" -s "$folder/$1-pop.ctl" -P "$folder/$1-pop.pid"
  start_web "$1" "${hosts[@]}"
  start_server "$1"
  start_supervisor "$1"
}

# --- What a server is told and asked ----------------------------------------------------------------------------------

popdns() { # SITE VERB...
  "$root/popdns" "${@:2}" --socket "$folder/$1/control.sock" 2>&1
}

# A JVM for each question would disturb the measurement: the health endpoint says the same.
page() { # SITE PATH
  ip netns exec "$prefix$1-pop" curl -s -m 1 "http://127.0.0.1:8053$2"
}

lease_reason() { page "$1" "/lease/images?format=text" | sed -n 's/^reason //p'; }

# Why a site is announced as it is: the lease says it, or else the checker, if it believes in the servers against its
# own results.
site_reason() {
  local reason
  reason=$(lease_reason "$1")
  [ "$reason" != fit ] || reason+=$(page "$1" /status | sed -n 's/.*"reason" : "\(the checker suspects.*\)".*/; \1/p')
  echo "$reason"
}

# When the files were last read, and whether they were taken up; and what is served.
last_load() { page "$1" /status | sed -n '/"lastLoad"/,/}/p' | tr -d ' \n'; }
serves_stored() { page "$1" /status | grep -q '"servedFrom" : "stored"'; }

read_again() { # SITE LAST_LOAD
  local load
  load=$(last_load "$1")
  [ -n "$load" ] && [ "$load" != "$2" ]
}

# New files at every site, and all read them at once; returns when they have. Sets $pushed, the time of that.
push() {
  local name
  local -A before=()
  for name in "${sites[@]}"; do
    before[$name]=$(last_load "$name")
    configure "$name"
  done
  pushed=$(now)
  for name in "${sites[@]}"; do kill -HUP "${server[$name]}"; done
  for name in "${sites[@]}"; do
    within 15 read_again "$name" "${before[$name]}" || give_up "$name does not read its files again"
  done
}

# want KEEP_SITES WHEN_BELOW MINIMUM: the files that a scenario is about.
want() {
  [ "$keep_sites $when_below $minimum" != "$*" ] || return 0
  keep_sites=$1 when_below=$2 minimum=$3
  push
}

# restart SITE...: all of them at once, as an operator does it; returns when their routes are back.
restart() {
  local name
  for name; do kill -TERM "${server[$name]}"; done
  for name; do
    within 20 has_ended "${server[$name]}" || { why="the server at $name does not end"; return 1; }
    end "${server[$name]}"
  done
  for name; do start_server "$name"; done
  within 40 announces "$@" || { why="the routes of $* are not back"; return 1; }
}
has_ended() { ! kill -0 "$1" 2>/dev/null; }
