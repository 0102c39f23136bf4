#!/usr/bin/env bash
# What health checks cost, beside a C client that does only that and gdnsd; and what clients see when all endpoints fail.
#   benchmarks/health.sh [--endpoints N] [--seconds N] [--rounds N]
#   --endpoints   over HTTP, each 2 s; 10000 by default
#   --seconds     of each slice; 20 by default
#   --rounds      slices of each; 3 by default
set -eu
# shellcheck source=benchmarks/servers.bash
. "$(dirname "$0")/servers.bash"
endpoints=10000 seconds=20 rounds=3
while [ $# -gt 0 ]; do
  case $1 in
    --endpoints) endpoints=$2 ;;
    --seconds) seconds=$2 ;;
    --rounds) rounds=$2 ;;
    *)
      sed -n '2,6s/^# *//p' "$0" >&2
      exit 2
      ;;
  esac
  shift 2
done
take_scratch
install_missing gdnsd nginx
flags=(-std=gnu11 -O2 -Wall -Wextra -Werror)
for program in hosts checks turnover; do
  gcc "${flags[@]}" -o "$scratch/$program" "$benchmarks/src/$program.c"
done
gcc "${flags[@]}" -o "$scratch/cpu" "$benchmarks/src/cpu.c" "$benchmarks/src/processor.c"
"$root/popdns" --version >/dev/null # builds where needed
choose_ports 24110 24130 24150 # below those that the system gives to 10,000 connections
per_cluster=6
clusters=$((endpoints / per_cluster))
endpoints=$((clusters * per_cluster))
fallback=127.99.0.1
tls_port=$((port_base + 8)) plain_port=$((port_base + 7))

host_address() { # NUMBER
  echo "127.$((20 + ($1 >> 16))).$((($1 >> 8) & 255)).$(($1 & 255))"
}

start() { # NAME COMMAND...
  local name=$1
  shift
  "$@" >>"$scratch/$name.log" 2>&1 </dev/null &
  process[$name]=$!
}

start_hosts() {
  start hosts "$scratch/hosts" 0.0.0.0 "$health_port" 1 20
  start fallback "$scratch/hosts" "$fallback" "$health_port" 1 20
  until grep -qs ready "$scratch/hosts.log" && grep -qs ready "$scratch/fallback.log"; do sleep 0.1; done
}

# A cluster's members are its own; all clusters have the same fallback, which is one endpoint.
popdns_files() { # FOLDER CLUSTERS CHECK
  local folder=$1 number=1 c m
  mkdir -p "$folder"
  cat >"$folder/popdns.yaml" <<TEXT
site: here
node: one
listen: ["$address:$(port_of popdns)"]
admin: {http: "127.0.0.1:0", socket: control.sock}
clusters: clusters.yaml
zones: [{origin: bench.example., file: bench.example.yaml}]
TEXT
  {
    printf "sites: {here: {fallback: there}, there: {}}\nchecks:\n  web: %s\nclusters:\n" "$3"
    for ((c = 0; c < $2; c++)); do
      printf '  c%d: {check: web, members: {here: [' $c
      for ((m = 0; m < per_cluster; m++, number++)); do
        [ $m -eq 0 ] || printf ', '
        printf '%s' "$(host_address $number)"
      done
      printf '], there: [%s]}}\n' "$fallback"
    done
  } >"$folder/clusters.yaml"
  {
    echo "'': {type: NS, value: ns1.example.net.}"
    for ((c = 0; c < $2; c++)); do
      echo "c$c: {type: A, ttl: 10, cluster: c$c}"
    done
  } >"$folder/bench.example.yaml"
}

start_popdns_with() { # FOLDER
  start popdns "$root/popdns" serve --config "$1/popdns.yaml" --state "$1/state" --drain-time 0s
}

start_gdnsd_checks() {
  local folder=$scratch/gdnsd number=1 c m
  mkdir -p "$folder/run" "$folder/state" "$folder/zones"
  {
    cat <<TEXT
options => { listen => $address:$(port_of gdnsd), udp_threads => 1, tcp_threads => 1
  run_dir => $folder/run, state_dir => $folder/state }
service_types => { web => { plugin => http_status, port => $health_port, url_path => "/", vhost => www.example.com
  interval => 2, timeout => 1 } }
plugins => { multifo => { service_types => web
TEXT
    for ((c = 0; c < clusters; c++)); do
      printf 'c%d => { ' $c
      for ((m = 1; m <= per_cluster; m++, number++)); do
        printf 'a%d => %s ' $m "$(host_address $number)"
      done
      echo "}"
    done
    echo "} }"
  } >"$folder/config"
  {
    printf '@ 3600 SOA ns1.example.net. hostmaster.example.net. 1 3600 600 86400 60\n@ 3600 NS ns1.example.net.\n'
    for ((c = 0; c < clusters; c++)); do
      echo "c$c 10 DYNA multifo!c$c"
    done
  } >"$folder/zones/bench.example"
  start gdnsd gdnsd -c "$folder" start
}

await_answer() { # NAME SECONDS
  local until=$((SECONDS + $2))
  until [ "$("$scratch/turnover" "$address" "$(port_of "$1")" 1 10 1 "$fallback" 2>/dev/null |
    sed 's/.*lost=\([0-9]*\).*/\1/')" = 0 ]; do
    if [ $SECONDS -ge $until ] || ! kill -0 "${process[$1]}" 2>/dev/null; then
      complain "$1 does not answer"
      tail -n 5 "$scratch/$1.log" >&2
      return 1
    fi
    sleep 0.5
  done
}

answered_by_hosts() {
  local lines
  lines=$(wc -l <"$scratch/hosts.log")
  kill -USR2 "${process[hosts]}"
  until [ "$(wc -l <"$scratch/hosts.log")" -gt "$lines" ]; do sleep 0.05; done
  tail -n 1 "$scratch/hosts.log"
}

# Processor time of a probe in microseconds, over a slice; probes are counted where they come to.
slice_of() { # NAME
  local used probes
  used=$("$scratch/cpu" "${process[$1]}") probes=$(answered_by_hosts)
  sleep "$seconds"
  used=$(($("$scratch/cpu" "${process[$1]}") - used)) probes=$(($(answered_by_hosts) - probes))
  awk -v used=$used -v probes=$probes -v seconds="$seconds" -v name="$1" \
    'BEGIN {printf "%s %.2f %.1f %d\n", name, used / probes, used / seconds / 1e4, probes / seconds}'
}

resident() { # NAME
  awk '/^VmRSS/ {print $2}' "/proc/${process[$1]}/status"
}

median() {
  sort -n | awk '{all[NR] = $1} END {print (all[int((NR + 1) / 2)] + all[int(NR / 2) + 1]) / 2}'
}

column() { # NAME COLUMN
  awk -v name="$1" -v column="$2" '$1 == name {print $column}' "$scratch/slices" | median
}

echo "$(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg); $endpoints endpoints over HTTP, each 2 s, answered in 1 to 20 ms"
start_hosts
web="{http: {port: $health_port, path: /, host: www.example.com}, interval: 2s, timeout: 1s}"

popdns_files "$scratch/one" 1 "$web"
start_popdns_with "$scratch/one"
await_answer popdns 60
sleep "$seconds"
base=$(resident popdns)
stop popdns

popdns_files "$scratch/all" "$clusters" "$web"
start_popdns_with "$scratch/all"
await_answer popdns 120
sleep 40 # its code is compiled meanwhile
: >"$scratch/slices"
for ((round = 0; round < rounds; round++)); do
  slice_of popdns >>"$scratch/slices"
done
with_all=$(resident popdns)
stop popdns

start_gdnsd_checks
await_answer gdnsd 60
sleep 5
for ((round = 0; round < rounds; round++)); do
  slice_of gdnsd >>"$scratch/slices"
done
gdnsd_resident=$(resident gdnsd)
stop gdnsd
for ((round = 0; round < rounds; round++)); do
  "$scratch/checks" "$(host_address 1)" "$endpoints" "$health_port" 2000 "$seconds" |
    sed 's/.*failed=\([0-9]*\) cpu_us=\(.*\)/c \2 \1/' >>"$scratch/slices"
done

printf '\n%-10s %12s %12s %10s\n' "" "us a probe" "% of a core" "probes/s"
for name in popdns gdnsd; do
  printf '%-10s %12.1f %12.1f %10d\n' "$name" "$(column $name 2)" "$(column $name 3)" "$(column $name 4)"
done
printf '%-10s %12.1f\n' "C client" "$(column c 2)"
awk -v p="$(column popdns 2)" -v g="$(column gdnsd 2)" -v c="$(column c 2)" \
  'BEGIN {printf "popdns: %.2f x the C client, %.2f x gdnsd, by probe\n", p / c, p / g}'
awk -v base="$base" -v all="$with_all" -v n="$endpoints" -v g="$gdnsd_resident" \
  'BEGIN {printf "resident: popdns %.1f MiB with six endpoints, %.1f MiB with all: %.1f KiB an endpoint; gdnsd %.1f MiB\n",
    base / 1024, all / 1024, (all - base) / n, g / 1024}'

echo
echo "all $endpoints endpoints refuse at one moment; $clusters names are asked for, 20,000 questions a second"
start_popdns_with "$scratch/all"
await_answer popdns 120
sleep 20
"$scratch/turnover" "$address" "$(port_of popdns)" "$clusters" 20000 10 "$fallback" | sed 's/^/before: /'
"$scratch/turnover" "$address" "$(port_of popdns)" "$clusters" 20000 16 "$fallback" >"$scratch/turnover.out" &
asking=$!
sleep 2
kill -USR1 "${process[hosts]}"
wait "$asking"
sed 's/^/during: /' "$scratch/turnover.out"
# The moment when the last probe took its endpoint down.
last_down=$("$root/popdns" status --socket "$scratch/all/control.sock" -o json |
  grep -o '"since" *: *"[^"]*"' | cut -d'"' -f4 | sort | tail -n 1)
awk -v seen="$(sed 's/last=\([0-9.]*\).*/\1/' "$scratch/turnover.out")" -v down="$(date -d "$last_down" +%s.%N)" \
  'BEGIN {printf "the last answer of old came %.3f s after the last endpoint was down\n", seen - down}'
stop popdns
stop hosts

secure=$((endpoints / 5 / per_cluster * per_cluster))
echo
echo "$secure endpoints over HTTP and over HTTPS with session resumption, answered by nginx at once"
mkdir -p "$scratch/nginx"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=www.example.com \
  -addext subjectAltName=DNS:www.example.com -keyout "$scratch/nginx/key.pem" -out "$scratch/nginx/cert.pem" 2>/dev/null
cat >"$scratch/nginx/nginx.conf" <<TEXT
daemon off; worker_processes 1; pid $scratch/nginx/pid; error_log $scratch/nginx/error.log;
events { worker_connections 8192; }
http {
  access_log off; client_body_temp_path $scratch/nginx/b; proxy_temp_path $scratch/nginx/p;
  fastcgi_temp_path $scratch/nginx/f; uwsgi_temp_path $scratch/nginx/u; scgi_temp_path $scratch/nginx/s;
  server {
    listen 0.0.0.0:$plain_port; listen 0.0.0.0:$tls_port ssl;
    ssl_certificate $scratch/nginx/cert.pem; ssl_certificate_key $scratch/nginx/key.pem;
    ssl_session_cache shared:s:16m; ssl_session_timeout 1h;
    location / { return 200 "ok\n"; }
  }
}
TEXT
start nginx nginx -p "$scratch/nginx" -c "$scratch/nginx/nginx.conf"
for kind in http https; do
  case $kind in
    http) check="{http: {port: $plain_port, path: /, host: www.example.com}, interval: 2s, timeout: 1s}" ;;
    https) check="{https: {port: $tls_port, path: /, host: www.example.com, ca: $scratch/nginx/cert.pem}, interval: 2s, timeout: 1s}" ;;
  esac
  popdns_files "$scratch/$kind" $((secure / per_cluster)) "$check"
  start_popdns_with "$scratch/$kind"
  await_answer popdns 120
  sleep 60
  used=$("$scratch/cpu" "${process[popdns]}")
  sleep "$seconds"
  used=$(($("$scratch/cpu" "${process[popdns]}") - used))
  echo "$kind $((used / seconds / 100))" >>"$scratch/tls"
  stop popdns
done
awk '{used[$1] = $2} END {printf "http %.1f %% of a core, https %.1f %%: %.2f x\n", used["http"] / 100, used["https"] / 100,
  used["https"] / used["http"]}' "$scratch/tls"
