#!/usr/bin/env bash
# dig, kdig and drill ask popdns with and without TCP, cookies, NSID and a client subnet; unbound resolves through it.
# shellcheck source=checks.bash
. "$(dirname "$0")/checks.bash"

root=$(cd "$(dirname "$0")/../../.." && pwd)
folder=$(mktemp -d)
pids=()
cleanup() {
  for pid in "${pids[@]}"; do
    kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null
  done
  rm -rf "$folder"
}
trap cleanup EXIT
port=5383
resolver=5384

mkdir "$folder/zones"
cat >"$folder/popdns.yaml" <<YAML
node: ns1
listen: ["127.0.0.1:$port", "[::1]:$port"]
admin: {http: "127.0.0.1:0", socket: control.sock}
cookies: {secret-file: secrets, require: true}
zones: zones/
YAML
echo e5e973e5a6b2a43f48e7dc849e37bfcf >"$folder/secrets"
cat >"$folder/zones/example.com.zone" <<'ZONE'
$ORIGIN example.com.
$TTL 300
@     IN SOA ns1 hostmaster 7 7200 900 1209600 300
@     IN NS  ns1
ns1   IN A   127.0.0.1
www   IN A   192.0.2.80
www   IN AAAA 2001:db8::80
alias IN CNAME www
old   IN DNAME new
www.new IN A 192.0.2.81
*.wild IN A  192.0.2.99
many  IN TXT "record 1 ................................................................"
ZONE
for i in $(seq 2 40); do
  echo "many IN TXT \"record $i ................................................................\"" >>"$folder/zones/example.com.zone"
done

"$root/popdns" serve --config "$folder/popdns.yaml" --state "$folder/state" >"$folder/log" 2>&1 &
pids+=($!)
answers() {
  [ "$(dig +short +time=1 +tries=1 @127.0.0.1 -p $port www.example.com A)" = 192.0.2.80 ]
}
check "popdns answers" within 20 answers || cat "$folder/log"

# ask WHAT PART COMMAND...: what the client prints contains PART.
ask() {
  local what=$1 part=$2 printed
  shift 2
  printed=$("$@" 2>&1)
  check_contains "$what" "$part" "$printed"
}

key=hmac-sha256:mon:aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ=
for server in 127.0.0.1 ::1; do
  at="@$server"
  ask "dig $server" 'status: NOERROR' dig +nocookie "$at" -p $port www.example.com A
  ask "dig $server +tcp" '192.0.2.80' dig +tcp "$at" -p $port www.example.com A
  ask "dig $server +cookie: good after BADCOOKIE" '(good)' dig +cookie "$at" -p $port www.example.com A
  ask "dig $server +tcp +cookie" '(good)' dig +tcp +cookie "$at" -p $port www.example.com A
  ask "dig $server +nsid" '("ns1")' dig +nsid "$at" -p $port www.example.com A
  ask "dig $server +subnet" 'CLIENT-SUBNET: 192.0.2.0/24/0' dig +nocookie +subnet=192.0.2.0/24 "$at" -p $port www.example.com A
  ask "dig $server +subnet=0" 'CLIENT-SUBNET: 0.0.0.0/0/0' dig +nocookie +subnet=0 "$at" -p $port www.example.com A
  ask "dig $server +keepalive" 'TCP KEEPALIVE: 10.0 secs' dig +tcp +keepalive "$at" -p $port www.example.com A
  ask "dig $server: why a name is refused" 'EDE: 20 (Not Authoritative)' dig +nocookie "$at" -p $port www.example.net A
  ask "dig $server: TC, then TCP" '"record 40 ' dig "$at" -p $port many.example.com TXT
  ask "dig $server: +edns=1" 'status: BADVERS' dig +nocookie +edns=1 +noednsnegotiation "$at" -p $port www.example.com A
  ask "dig $server: identity" '"ns1"' dig +short "$at" -p $port id.server CH TXT
  ask "dig $server -y: the key is unknown" ' BADKEY 0' dig +cookie -y "$key" "$at" -p $port www.example.com A
  ask "dig $server -y +tcp" 'status: NOTAUTH' dig +tcp -y "$key" "$at" -p $port www.example.com A
  ask "kdig $server -y" 'status: BADKEY' kdig -y "$key" +tcp "$at" -p $port www.example.com A
  ask "kdig $server" '192.0.2.80' kdig "$at" -p $port www.example.com A
  ask "kdig $server +tcp +keepopen, two questions" '2001:db8::80' kdig +tcp +keepopen "$at" -p $port www.example.com A www.example.com AAAA
  ask "kdig $server +cookie" 'status: NOERROR' kdig +cookie "$at" -p $port www.example.com A
  ask "kdig $server +nsid" '"ns1"' kdig +nsid "$at" -p $port www.example.com A
  ask "kdig $server +subnet" '192.0.2.0/24/0' kdig +subnet=192.0.2.0/24 "$at" -p $port www.example.com A
  ask "drill $server" '192.0.2.80' drill -p $port www.example.com "$at" A
  ask "drill $server -t" '192.0.2.80' drill -t -p $port www.example.com "$at" A
  ask "drill $server: DNAME" '192.0.2.81' drill -p $port www.old.example.com "$at" A
done
ask "dig: 2,000 bytes asked for, 1,232 given" 'udp: 1232' dig +nocookie +bufsize=4096 @127.0.0.1 -p $port www.example.com A

cat >"$folder/unbound.conf" <<CONF
server:
  directory: "$folder"
  chroot: ""
  username: ""
  pidfile: "$folder/unbound.pid"
  interface: 127.0.0.1@$resolver
  access-control: 127.0.0.0/8 allow
  do-not-query-localhost: no
  module-config: "iterator"
  use-caps-for-id: yes
  qname-minimisation: yes
  log-replies: no
stub-zone:
  name: example.com
  stub-addr: 127.0.0.1@$port
remote-control:
  control-enable: no
CONF
unbound -d -c "$folder/unbound.conf" >"$folder/unbound.log" 2>&1 &
pids+=($!)
resolves() {
  [ "$(dig +short +time=1 +tries=1 @127.0.0.1 -p $resolver www.example.com A)" = 192.0.2.80 ]
}
check "unbound resolves, with case chosen at random" within 20 resolves || cat "$folder/unbound.log"
through() { ask "unbound: $1" "$2" dig @127.0.0.1 -p $resolver "${@:3}"; }
through "alias" 'www.example.com.' +short alias.example.com A
through "DNAME" '192.0.2.81' +short www.old.example.com A
through "wildcard" '192.0.2.99' +short a.b.wild.example.com A
through "denial" 'status: NXDOMAIN' nx.example.com A
through "no data" 'status: NOERROR' www.example.com MX
through "answer over TCP" '"record 40 ' +tcp many.example.com TXT
through "AAAA" '2001:db8::80' +short www.example.com AAAA

report
