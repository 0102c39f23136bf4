#!/usr/bin/env bash
# Who is told of what is wrong: a real popdns, a real Alertmanager, a real mail server and a program, all on loopback.
# shellcheck source=checks.bash
. "$(dirname "$0")/checks.bash"

root=$(cd "$(dirname "$0")/../../.." && pwd)
scratch=$(mktemp -d)
started=()

clean_up() {
  local process
  for process in "${started[@]}"; do
    kill -KILL "$process" 2>/dev/null
    wait "$process" 2>/dev/null
  done
  rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 1' INT TERM

# Ports of this test alone; whatever listens there already shows itself at once.
member=18531 alertmanager=18532 mail=18533 dns=18534 admin=18535

"$root/popdns" --version >/dev/null # builds where needed
mkdir -p "$scratch/config/zones" "$scratch/www" "$scratch/alerts"
echo ok >"$scratch/www/healthz"

start_member() {
  busybox httpd -f -p "127.0.0.1:$member" -h "$scratch/www" &
  httpd=$!
  started+=("$httpd")
}
stop_member() {
  kill -KILL "$httpd"
  wait "$httpd" 2>/dev/null
}

start_alertmanager() {
  prometheus-alertmanager --config.file="$scratch/alertmanager.yaml" --storage.path="$scratch/alerts" \
    --web.listen-address="127.0.0.1:$alertmanager" --cluster.listen-address= >>"$scratch/alertmanager.log" 2>&1 &
  am=$!
  started+=("$am")
}
alertmanager_is_ready() {
  within 20 curl -sf -o "$scratch/ready" "http://127.0.0.1:$alertmanager/-/ready"
}

# Alerts that Alertmanager holds for active, as ALERTNAME MEMBER.
alerts() {
  curl -s -m 5 "http://127.0.0.1:$alertmanager/api/v2/alerts?active=true" |
    python3 -c 'import json, sys
for a in sorted(json.load(sys.stdin), key=str): print(a["labels"]["alertname"], a["labels"].get("member", "-"))'
}
alerts_are() { [ "$(alerts)" = "$1" ]; }
mail_says() { grep -rqs "$1" "$scratch/mail"; }
page_says() { grep -qs "$1" "$scratch/page"; }
popdns() { "$root/popdns" "$@" --socket "$scratch/control.sock" 2>&1; }
listed() { popdns notify list | grep -q "$1"; }

cat >"$scratch/alertmanager.yaml" <<'TEXT'
route: {receiver: nobody}
receivers: [{name: nobody}]
global: {resolve_timeout: 1m}
TEXT
cat >"$scratch/config/popdns.yaml" <<TEXT
site: tokyo
node: ns1
listen: "127.0.0.1:$dns"
admin: {http: "127.0.0.1:$admin", socket: $scratch/control.sock}
zones: zones
clusters: clusters.yaml
notify:
  receivers:
    alertmanager: {webhook: {url: "http://127.0.0.1:$alertmanager", format: alertmanager}}
    boss: {mail: {server: "127.0.0.1:$mail", encryption: none, from: popdns@example.com, to: boss@example.com}}
    page: {command: [/bin/sh, -c, 'cat >>"\$0"', $scratch/page]}
    nobody: {webhook: {url: "http://127.0.0.1:1/"}, timeout: 2s}
  routes:
    - {to: alertmanager, group-for: 0s}
    - {to: [boss, page], group-for: 1s}
    - {match: nothing-at-all, to: nobody}
TEXT
cat >"$scratch/config/clusters.yaml" <<TEXT
sites: {tokyo: {}}
checks:
  web: {http: {port: $member, path: /healthz, body: ok}, interval: 200ms, timeout: 200ms, rise: 1, fall: 2}
clusters:
  images: {check: web, members: {tokyo: [{name: t1, addresses: [127.0.0.1]}]}}
TEXT
cat >"$scratch/config/zones/example.com.yaml" <<'TEXT'
'':
  - {type: NS, values: [ns1.example.com., ns2.example.net.]}
images: {type: A, ttl: 60, cluster: images}
TEXT

start_popdns() {
  POPDNS_STATE=$scratch/state "$root/popdns" serve --config "$scratch/config/popdns.yaml" >>"$scratch/log" 2>&1 &
  server=$!
  started+=("$server")
}
popdns_is_live() {
  within 60 curl -sf -o "$scratch/ready" "http://127.0.0.1:$admin/livez"
}

start_member
start_alertmanager
check "Alertmanager starts" alertmanager_is_ready
aiosmtpd -n -l "127.0.0.1:$mail" -c aiosmtpd.handlers.Mailbox "$scratch/mail" >>"$scratch/mail.log" 2>&1 &
started+=("$!")
start_popdns
check "popdns starts" popdns_is_live

check "a test reaches Alertmanager" popdns notify test alertmanager
check "a test reaches a mail server" within 10 popdns notify test boss
check "the mail is there" within 10 mail_says "^Subject: popdns ns1.tokyo: a test: nothing is wrong"
check "a test reaches a program" popdns notify test page
check_contains "a test that fails says why" "popdns: error: nobody is not reached: connect: " "$(popdns notify test nobody)"
check_contains "no receiver is no receiver" "no receiver me; there are: alertmanager, boss, page, nobody" "$(popdns notify test me)"

both='popdns-cluster-fails-open -
popdns-member-down t1'
stop_member
check "alerts appear at Alertmanager" within 20 alerts_are "$both"
check "a mail says so" within 20 mail_says "^- critical cluster-fails-open, since "
check "a program is told" within 20 page_says '"kind":"member-down"'
check "they are listed" listed '^warning member-down since .*: images/tokyo/t1 at 127.0.0.1 (check web) is down: '

start_member
check "they are resolved at Alertmanager" within 20 alerts_are ""
check "a mail says so, too" within 20 mail_says "^- resolved cluster-fails-open, "
check "none is listed" within 10 listed "^no alerts$"

# Whoever is not there is told when it comes back; popdns may be started anew meanwhile.
kill -KILL "$am"
wait "$am" 2>/dev/null
stop_member
check "what fails is listed" within 20 listed '^receiver alertmanager (webhook): .* [12] waiting; NOT REACHED at '
sleep 1.5 # what is kept is written once a second
kill -KILL "$server"
wait "$server" 2>/dev/null
start_alertmanager
check "Alertmanager starts again" alertmanager_is_ready
start_popdns
check "popdns starts again" popdns_is_live
check "what waited arrives" within 30 alerts_are "$both"
start_member
check "and is resolved" within 30 alerts_are ""

report
