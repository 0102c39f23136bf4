# shellcheck shell=bash
# Sourced by peers.sh, scale.sh and explain.sh: the nameservers, how each is set up at its best, started and ended.
# README.md says why each setting is as it is.
#
# In every function: the zones lie in folder $data as NAME.zone, their names in $data/zones, and where a cluster is to
# answer $data/cluster exists; where clients' places are to decide, $data/geo has what geo.pl made. A server keeps its
# files in $scratch/NAME.

benchmarks=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$benchmarks/.." && pwd)
address=127.0.0.1
cookie_secret=d1a2bb4cf3f84a64a4d6a4cbd2e8a9c1
port_base=54110
driver_core=0
server_core=1
load_threads=1 # where a server can be told
everyone="floor popdns gdnsd knot nsd pdns bind"
declare -A process=() # by server
scratch='' data='' # take_scratch

# A temporary folder for the script, with a place for zones. It goes at the script's end, and so do all servers.
take_scratch() {
  scratch=$(mktemp -d)
  data=$scratch/data
  trap 'stop_all; rm -rf "$scratch"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}

complain() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
}

# Debian's packages, by a command that each brings. None of the services that they contain is to run.
install_missing() { # SERVER...
  local missing=() command package server wanted=" $* "
  while read -r server command package; do
    [[ $server == any || $wanted == *" $server "* ]] || continue
    command -v "$command" >/dev/null || missing+=("$package")
  done <<'TABLE'
any gcc gcc
any taskset util-linux
any ss iproute2
gdnsd gdnsd gdnsd
knot knotd knot
nsd nsd nsd
bind named bind9
pdns pdns_server pdns-backend-bind
dnsperf dnsperf dnsperf
geo npm npm
nginx nginx nginx
nginx openssl openssl
TABLE
  # Packages without a command of their own.
  [[ $wanted != *" geo "* ]] || dpkg-query -W knot-module-geoip pdns-backend-geoip libmaxmind-db-writer-perl \
    >/dev/null 2>&1 || missing+=(knot-module-geoip pdns-backend-geoip libmaxmind-db-writer-perl)
  [ ${#missing[@]} -gt 0 ] || return 0
  local as_root=() policy=/usr/sbin/policy-rc.d ours=
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  complain "installs ${missing[*]}"
  if [ ! -e "$policy" ]; then # Debian's own way to say that a package's service must not start
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
    "${as_root[@]}" chmod 755 "$policy"
    ours=yes
  fi
  local outcome=0
  {
    "${as_root[@]}" apt-get update -q &&
      "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
        libc6-dev "${missing[@]}"
  } >"$scratch/apt.log" 2>&1 || outcome=$?
  [ -z "$ours" ] || "${as_root[@]}" rm -f "$policy"
  [ $outcome -eq 0 ] || tail -n 20 "$scratch/apt.log" >&2
  return $outcome
}

# Our own programs, and popdns.
build_programs() {
  local flags=(-std=gnu11 -O2 -Wall -Wextra -Werror) source=$benchmarks/src
  (
    cd "$source" || exit
    gcc "${flags[@]}" -o "$scratch/drive" drive.c driving.c datagrams.c streams.c walk.c questions.c processor.c
    gcc "${flags[@]}" -o "$scratch/floor" floor.c
    gcc "${flags[@]}" -o "$scratch/zones" zones.c questions.c
  )
  "$root/popdns" --version >/dev/null
}

drive() {
  taskset -c "$driver_core" "$scratch/drive" "$@"
}

# Starts a server's process on its core; sets process[NAME].
launch() { # NAME COMMAND...
  local name=$1
  shift
  taskset -c "$server_core" "$@" >>"$scratch/$name.log" 2>&1 </dev/null &
  process[$name]=$!
}

# Waits until a server answers WORKLOAD rightly, then holds all of its threads on its core: Knot chooses one by itself.
await() { # NAME WORKLOAD SECONDS
  local id until=$((SECONDS + $3))
  # In short pieces: a signal to this script waits for the command at hand.
  until drive first --port "$(port_of "$1")" --ask "$2" --seconds 1 --since "${since:-0}" 2>/dev/null; do
    if [ $SECONDS -ge $until ] || ! kill -0 "${process[$1]}" 2>/dev/null; then
      complain "$1 does not answer"
      tail -n 20 "$scratch/$1.log" >&2
      return 1
    fi
  done
  family_of "${process[$1]}" | while read -r id _; do
    taskset -acp "$server_core" "$id" >/dev/null
  done
}

server_version() { # NAME
  case $1 in
    popdns) "$root/popdns" --version ;;
    gdnsd) dpkg-query -W -f 'gdnsd ${Version}' gdnsd ;;
    knot) dpkg-query -W -f 'Knot DNS ${Version}' knot ;;
    nsd) dpkg-query -W -f 'NSD ${Version}' nsd ;;
    bind) dpkg-query -W -f 'BIND ${Version}' bind9 ;;
    pdns) dpkg-query -W -f 'PowerDNS ${Version}' pdns-server ;;
    floor) gcc -dumpfullversion | sed 's/^/recvmmsg and sendmmsg in C, gcc /' ;;
  esac
}

# The port is the server's own, so that all can be up at the same time.
port_of() { # NAME
  local name number=0
  for name in $everyone; do
    [ "$name" != "$1" ] || { echo $((port_base + number)) && return 0; }
    number=$((number + 1))
  done
  complain "no server named $1"
  return 2
}

# The country database that the `geo` workload is about: NRO's data, CC BY 4.0. A package's own pin is not moved by us.
country_package=@ip-location-db/geo-whois-asn-country@2.3.2026061719

# Fetches it, and makes $data/geo of it. What was made once serves all workloads of this run.
make_geo() {
  local made=$scratch/geo
  if [ ! -e "$made" ]; then
    mkdir -p "$made"
    (cd "$scratch" && npm pack --silent "$country_package" >/dev/null && tar -xzf ip-location-db-*.tgz)
    perl "$benchmarks/geo.pl" "$scratch/package/geo-whois-asn-country-ipv4.csv" "$made"
  fi
  ln -s "$made" "$data/geo"
}

# Chooses ports that nobody has, far from where nameservers usually are.
choose_ports() { # [BASE...]
  local port
  [ $# -gt 0 ] || set -- 54110 54130 54150 54170
  for port_base; do
    for ((port = port_base; port < port_base + 10; port++)); do
      [ -z "$(ss -Hlntu "sport = :$port")" ] || continue 2
    done
    health_port=$((port_base + 9))
    return 0
  done
  complain "the ports from $* on are taken"
  return 1
}

# What the cluster's health checks find at 127.0.0.101 to 127.0.0.106.
start_cluster_hosts() {
  launch hosts "$scratch/floor" 0.0.0.0 "$health_port" 12 12 tcp
}

start_floor() { # PORT ANSWER_BYTES DENIAL_BYTES [udp|tcp]
  launch floor "$scratch/floor" "$address" "$@"
}

start_popdns() { # PORT
  local folder=$scratch/popdns
  mkdir -p "$folder"
  printf '%s\n' "$cookie_secret" >"$folder/cookie-secrets"
  cat >"$folder/popdns.yaml" <<TEXT
site: here
node: one
listen: ["$address:$1"]
admin: {http: "127.0.0.1:0", socket: control.sock}
cookies: {secret-file: cookie-secrets}
clusters: clusters.yaml
TEXT
  cat >"$folder/clusters.yaml" <<TEXT
sites: {here: {}}
checks: {web: {tcp: {port: $health_port}, interval: 2s, timeout: 1s}}
clusters:
  images:
    check: web
    members: {here: [127.0.0.101, 127.0.0.102, 127.0.0.103, 127.0.0.104, 127.0.0.105, 127.0.0.106]}
TEXT
  if [ -e "$data/geo" ]; then
    sed -i '/^clusters:/d' "$folder/popdns.yaml"
    cat >>"$folder/popdns.yaml" <<TEXT
places: {databases: [$data/geo/country.mmdb]}
zones: [{origin: bench.example., file: $data/bench.example.yaml, ecs: true}]
TEXT
  elif [ -e "$data/cluster" ]; then
    echo "zones: [{origin: bench.example., file: $data/bench.example.yaml}]" >>"$folder/popdns.yaml"
  else
    sed -i '/^clusters:/d; /^site:/d' "$folder/popdns.yaml"
    echo "zones: $data/files/" >>"$folder/popdns.yaml"
  fi
  launch popdns "$root/popdns" serve --config "$folder/popdns.yaml" --state "$folder/state" --drain-time 0s
}

start_gdnsd() { # PORT
  local folder=$scratch/gdnsd
  mkdir -p "$folder/run" "$folder/state" "$folder/zones"
  cat >"$folder/config" <<TEXT
options => {
  listen => $address:$1, udp_threads => 1, tcp_threads => 1, tcp_clients_per_thread => 1024
  udp_rcvbuf => 1048576, zones_rfc1035_threads => $load_threads
  run_dir => $folder/run, state_dir => $folder/state
}
TEXT
  if [ -e "$data/geo" ]; then
    {
      echo "plugins => { geoip => {"
      cat "$data/geo/gdnsd.map"
      echo "} }"
    } >>"$folder/config"
  else
    cat >>"$folder/config" <<TEXT
plugins => { multifo => { service_types => up, images => {
  a1 => 127.0.0.101, a2 => 127.0.0.102, a3 => 127.0.0.103, a4 => 127.0.0.104, a5 => 127.0.0.105, a6 => 127.0.0.106
} } }
TEXT
  fi
  local zone
  while read -r zone; do
    awk '$1 == "geo" {print "geo 60 DYNA geoip!geo"; next}
      $1 != "images" {print; next} !done++ {print "images 60 DYNA multifo!images"}' "$data/files/$zone.zone" \
      >"$folder/zones/$zone"
  done <"$data/zones"
  launch gdnsd gdnsd -c "$folder" start
}

start_knot() { # PORT
  local folder=$scratch/knot
  mkdir -p "$folder"
  {
    cat <<TEXT
server:
    listen: $address@$1
    rundir: $folder
    udp-workers: 1
    tcp-workers: 1
    background-workers: $load_threads
    tcp-max-clients: 1000
    answer-rotation: on
    udp-max-payload: 1232
    edns-client-subnet: on
log:
  - target: stderr
    any: error
database:
    storage: $folder
mod-cookies:
  - id: cookies
    secret: [0x$cookie_secret]
TEXT
    if [ -e "$data/geo" ]; then
      cat <<TEXT
mod-geoip:
  - id: nets
    config-file: $data/geo/knot-nets.conf
    ttl: 60
    mode: subnet
  - id: countries
    config-file: $data/geo/knot-countries.conf
    ttl: 60
    mode: geodb
    geodb-file: $data/geo/country.mmdb
    geodb-key: country/iso_code
TEXT
    fi
    cat <<TEXT
template:
  - id: default
    storage: $data/files
    file: "%s.zone"
    zonefile-sync: -1
    zonefile-load: whole
    journal-content: none
    semantic-checks: off
TEXT
    [ ! -e "$data/cookies" ] || echo "    global-module: mod-cookies/cookies"
    [ ! -e "$data/geo" ] || echo "    module: [mod-geoip/nets, mod-geoip/countries]"
    echo "zone:"
    sed 's/^/  - domain: /' "$data/zones"
  } >"$folder/knot.conf"
  launch knot knotd -c "$folder/knot.conf"
}

start_nsd() { # PORT
  local folder=$scratch/nsd
  mkdir -p "$folder"
  {
    cat <<TEXT
server:
  ip-address: $address@$1
  server-count: 1
  tcp-count: 1000
  receive-buffer-size: 4194304
  send-buffer-size: 4194304
  username: ""
  chroot: ""
  zonesdir: "$data/files"
  database: ""
  pidfile: "$folder/nsd.pid"
  xfrdfile: "$folder/xfrd.state"
  xfrdir: "$folder"
  zonelistfile: "$folder/zone.list"
  verbosity: 0
  minimal-responses: yes
  round-robin: yes
  rrl-ratelimit: 0
  rrl-whitelist-ratelimit: 0
  answer-cookie: yes
  cookie-secret: "$cookie_secret"
  cookie-secret-file: "$folder/none"
remote-control:
  control-enable: no
TEXT
    sed 's/.*/zone: {name: "&", zonefile: "&.zone"}/; s/{\(.*\), \(.*\)}/\n  \1\n  \2/' "$data/zones"
  } >"$folder/nsd.conf"
  launch nsd nsd -d -c "$folder/nsd.conf"
}

start_bind() { # PORT
  local folder=$scratch/bind
  mkdir -p "$folder"
  {
    cat <<TEXT
options {
  directory "$folder"; pid-file none; session-keyfile none; lock-file none;
  listen-on port $1 { $address; }; listen-on-v6 { none; };
  recursion no; minimal-responses yes; notify no; querylog no; zone-statistics no; dnssec-validation no;
  cookie-secret "$cookie_secret"; rrset-order { order cyclic; }; tcp-clients 1000;
};
controls { };
logging { category default { null; }; };
TEXT
    sed "s|.*|zone \"&\" { type primary; file \"$data/files/&.zone\"; };|" "$data/zones"
  } >"$folder/named.conf"
  launch bind named -f -4 -n 1 -c "$folder/named.conf"
}

start_pdns() { # PORT
  local folder=$scratch/pdns
  mkdir -p "$folder"
  {
    echo "options { directory \"$data/files\"; };"
    sed 's|.*|zone "&" { type native; file "&.zone"; };|' "$data/zones"
  } >"$folder/named.conf"
  if [ -e "$data/geo" ]; then
    cat >"$folder/pdns.conf" <<TEXT
launch=geoip
geoip-database-files=mmdb:$data/geo/country.mmdb
geoip-zones-file=$data/geo/pdns.yaml
edns-subnet-processing=yes
TEXT
  else
    printf 'launch=bind\nbind-config=%s\n' "$folder/named.conf" >"$folder/pdns.conf"
  fi
  cat >>"$folder/pdns.conf" <<TEXT
local-address=$address
local-port=$1
receiver-threads=1
distributor-threads=1
signing-threads=1
reuseport=no
cache-ttl=3600
query-cache-ttl=3600
negquery-cache-ttl=3600
max-cache-entries=4000000
max-packet-cache-entries=4000000
edns-cookie-secret=$cookie_secret
max-tcp-connections=1000
max-tcp-transactions-per-conn=0
socket-dir=$folder
daemon=no
guardian=no
disable-syslog=yes
loglevel=3
log-dns-queries=no
log-dns-details=no
security-poll-suffix=
webserver=no
TEXT
  launch pdns pdns_server --config-dir="$folder"
}

# A process and its descendants, each with the time it was started, which tells it from a later one of its id.
family_of() { # PID
  local child start
  start=$(started "$1") && echo "$1 $start"
  for child in $(ps -o pid= --ppid "$1"); do
    family_of "$child"
  done
}

started() { # PID
  local stat
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  # shellcheck disable=SC2086 # fields
  set -- ${stat##*) }
  echo "${20}"
}

# Ends a server, by its processes' ids, and waits until it is gone.
stop() { # NAME
  local id=${process[$1]:-} family start tries=0
  [ -n "$id" ] || return 0
  unset "process[$1]"
  family=$(family_of "$id") || true
  kill -TERM "$id" 2>/dev/null || true
  while kill -0 "$id" 2>/dev/null && [ $((tries += 1)) -le 100 ]; do
    sleep 0.05
  done
  while read -r id start; do
    [ -z "$id" ] || [ "$(started "$id")" != "$start" ] || kill -KILL "$id" 2>/dev/null || true
  done <<<"$family"
  wait "$id" 2>/dev/null || true
}

stop_all() {
  local name
  for name in "${!process[@]}"; do
    kill -TERM "${process[$name]}" 2>/dev/null || true # so that nobody has to wait for the one before
  done
  for name in "${!process[@]}"; do
    stop "$name"
  done
}
