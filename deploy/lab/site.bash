# What runs at a site, and the clients. Read by lab.sh.
# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034 # set by lab.sh and network.bash

declare -A server=() supervisor=() daemon=() web=()
small_jvm="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx96m -Xss512k"

site_number() {
  local number
  for number in 0 1 2 3; do [ "${sites[number]}" != "$1" ] || echo $number; done
}

# configure SITE [KEEP_SITES [WHEN_BELOW [PATH]]]: the files, alike at every site.
configure() {
  local name number host fallback members='' nodes=''
  mkdir -p "$folder/$1/zones"
  for number in 0 1 2 3; do
    name=${sites[number]} fallback=''
    for host in 1 2 3; do fallback+="${fallback:+, }${sites[(number + host) % 4]}"; done
    nodes+="  $name: {fallback: [$fallback], nodes: {$name-1: {status: \"203.0.113.$((32 * number + 5)):8054\"}}}"$'\n'
    members+="      $name: [192.0.2.$((64 * number + 21))"
    for host in 22 23 24 25 26; do members+=", 192.0.2.$((64 * number + host))"; done
    members+="]"$'\n'
  done
  cat >"$folder/$1/clusters.yaml" <<TEXT
sites:
${nodes}checks:
  web:
    http: {port: 80, path: ${4:-/healthz}, status: [200]}
    interval: 1s
    timeout: 500ms
    rise: 1
    fall: 2
clusters:
  images:
    check: web
    minimum-healthy: 2
    when-below: ${3:-fallback}
    members:
${members}
TEXT
  cat >"$folder/$1/popdns.yaml" <<TEXT
listen: ["198.51.100.53:53", "[2001:db8:53::53]:53"]
admin: {http: "127.0.0.1:8053", socket: $folder/$1/control.sock}
status: {allow: [203.0.113.0/24]}
zones: zones/
clusters: clusters.yaml
announce:
  images: {prefixes: [198.51.100.0/24, "2001:db8:53::/48"], requires: [images], keep-sites: ${2:-2}, hold-up: 2s}
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

start_web() {
  run "$1-web" 0 busybox httpd -f -p 80 -h "$folder/$1/web"
  web[$1]=$process
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
  daemon[$1]=$process
  start_web "$1"
  start_server "$1"
  start_supervisor "$1"
}

start_clients() {
  local name arguments=()
  for name in "${regions[@]}"; do arguments+=("$name=$prefix$name,${loopback[$name]}"); done
  # shellcheck disable=SC2086 # a list of words
  nice -n 0 "$jdk/bin/java" --enable-native-access=ALL-UNNAMED $small_jvm "$here/Regions.java" 198.51.100.53 \
    2001:db8:53::53 images.example.com "${arguments[@]}" >"$folder/queries" 2>>"$folder/output" 9>&- &
  disown $!
  started+=($!)
}

# The last second's answers: REGION=SITE of each.
catchment() {
  tail -n 1200 "$folder/queries" | awk -v from=$(($(now) - 1000)) '
    $1 >= from && $4 != "lost" { sub(/-1.*/, "", $5); site[$2] = $5 }
    END { for (region in site) printf "%s=%s ", region, site[region] }' | tr ' ' '\n' | sort | tr '\n' ' '
}

# Each region got answers only, in both families, in the last two seconds but one.
all_answered() {
  [ -s "$folder/queries" ] && tail -n 2500 "$folder/queries" | awk -v now="$(now)" '
    $1 >= now - 3200 && $1 < now - 1200 { if ($4 == "lost") lost++; else seen[$2 $3]++ }
    END { for (key in seen) if (seen[key] > 80) full++; exit !(full == 12 && lost == 0) }'
}
