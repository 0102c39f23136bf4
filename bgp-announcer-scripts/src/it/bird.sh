#!/usr/bin/env bash
# The announcer with a real BIRD on both ends of a link, in two network namespaces: a host with a nameserver (NSD) and a
# lease (a file, given by busybox httpd), and its router. Each check asks the router what it has learned.
# Needs root.
# shellcheck source=../../../dns-server/src/it/checks.bash
. "$(dirname "$0")/../../../dns-server/src/it/checks.bash"

scripts=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$(mktemp -d)
host=popdns-it$$h
router=popdns-it$$r
started=()
announcer_path=$PATH

clean_up() {
  local process
  for process in "${started[@]}"; do kill -KILL "$process" 2>/dev/null; done
  wait
  ip netns del "$host" 2>/dev/null
  ip netns del "$router" 2>/dev/null
  umount "$scratch/announcer" 2>/dev/null
  rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# run NAMESPACE COMMAND...: in the background; sets $process.
run() {
  ip netns exec "$1" "${@:2}" </dev/null >>"$scratch/output" 2>&1 &
  process=$!
  started+=("$process")
}

network() {
  local space
  for space in "$host" "$router"; do
    ip netns add "$space" && ip -n "$space" link set lo up || return 1
  done
  ip -n "$host" link add uplink type veth peer name port netns "$router" || return 1
  ip -n "$host" addr add 203.0.113.5/24 dev uplink
  ip -n "$host" addr add 2001:db8:ff::5/64 dev uplink nodad
  ip -n "$router" addr add 203.0.113.1/24 dev port
  ip -n "$router" addr add 2001:db8:ff::1/64 dev port nodad
  ip -n "$host" addr add 198.51.100.53/32 dev lo
  ip -n "$host" addr add 2001:db8:53::53/128 dev lo nodad
  ip -n "$host" link set uplink up
  ip -n "$router" link set port up
}

# The example, as it is in the documentation but for the folder of the supervisor's files.
host_bird() {
  sed "s|/run/popdns-announcer|$scratch/announcer|" "$scripts/bird/popdns.conf" >"$scratch/popdns.conf"
  sed -e "s|/etc/bird/popdns.conf|$scratch/popdns.conf|" -e "s|log syslog|log \"$scratch/host.log\"|" \
    "$scripts/bird/bird.conf.example" >"$scratch/host.conf"
  # Small, so that it can be filled. BIRD sees it only if it is there before its own namespace is made.
  mkdir -p "$scratch/announcer"
  mount -t tmpfs -o size=64k popdns-it "$scratch/announcer"
  run "$host" bird -f -c "$scratch/host.conf" -s "$scratch/host.ctl" -P "$scratch/host.pid"
}

router_bird() {
  cat >"$scratch/router.conf" <<TEXT
log "$scratch/router.log" all;
router id 203.0.113.1;
protocol device { scan time 10; }
protocol bfd { interface "*" { min rx interval 100 ms; min tx interval 100 ms; multiplier 3; }; }
template bgp host { local as 64500; bfd; connect delay time 1; error wait time 1, 2; }
protocol bgp h4 from host { neighbor 203.0.113.5 as 64512; ipv4 { import all; export none; }; }
protocol bgp h6 from host { neighbor 2001:db8:ff::5 as 64512; ipv6 { import all; export none; }; }
TEXT
  run "$router" bird -f -c "$scratch/router.conf" -s "$scratch/router.ctl" -P "$scratch/router.pid"
}

nameserver() {
  cat >"$scratch/nsd.conf" <<TEXT
server:
  ip-address: 198.51.100.53
  ip-address: 2001:db8:53::53
  username: ""
  chroot: ""
  zonesdir: "$scratch"
  database: ""
  pidfile: "$scratch/nsd.pid"
  xfrdfile: "$scratch/xfrd"
  zonelistfile: "$scratch/zonelist"
  xfrdir: "$scratch"
  server-count: 1
remote-control:
  control-enable: no
zone:
  name: example.com
  zonefile: example.com.zone
TEXT
  cat >"$scratch/example.com.zone" <<TEXT
@ 60 IN SOA ns1.example.com. hostmaster.example.com. 1 7200 900 1209600 60
@ 60 IN NS ns1.example.com.
ns1 60 IN A 198.51.100.53
TEXT
  run "$host" setsid nsd -d -c "$scratch/nsd.conf"
  nsd=$process
}

web() {
  mkdir -p "$scratch/web/lease"
  run "$host" busybox httpd -f -p 127.0.0.1:8053 -h "$scratch/web"
  web=$process
}

# lease LINE...: the lines stand in place of those of the same key.
lease() {
  local line key text
  text='name images
site san-jose
node ns1
action announce
route ipv4 announce 198.51.100.0/24
route ipv6 announce 2001:db8:53::/48
prepend 0
med 0
valid-seconds 3
query ipv4 198.51.100.53 53 example.com. SOA
query ipv6 2001:db8:53::53 53 example.com. SOA
since 2026-01-01T00:00:00Z
reason fit'
  for line; do
    key=${line%% *}
    case $line in
      route* | query*) key=$(cut -d' ' -f1,2 <<<"$line") ;;
    esac
    text=$(grep -v "^$key " <<<"$text")$'\n'$line
  done
  printf '%s\nend\n' "$text" >"$scratch/lease.new"
  mv "$scratch/lease.new" "$scratch/web/lease/images"
}

supervise() {
  ip netns exec "$host" env PATH="$announcer_path" ANNOUNCER_FOLDER="$scratch/announcer" \
    ANNOUNCER_BIRD_SOCKET="$scratch/host.ctl" \
    ANNOUNCER_LEAVE_SECONDS=1 "$scripts/bird/announce.sh" images </dev/null 2>>"$scratch/log" &
  supervisor=$!
  started+=("$supervisor")
}

route() { # PREFIX
  birdc -s "$scratch/router.ctl" show route all "$1" 2>&1
}
has() { route "$1" | grep -q BGP.as_path; }
lacks() { ! has "$1"; }
both() { has 198.51.100.0/24 && has 2001:db8:53::/48; }
none() { lacks 198.51.100.0/24 && lacks 2001:db8:53::/48; }
shows() { route 198.51.100.0/24 | grep -q "$1" && route 2001:db8:53::/48 | grep -q "$1"; }
plain() { both && ! shows community && ! shows BGP.med && shows 'as_path: 64512$'; }

# gone_within CENTISECONDS WHAT COMMAND...: from the command on, both routes are gone in time. A machine that was busy
# with something else gets one more chance.
gone_within() {
  local bound=$1 what=$2 from took try
  shift 2
  for try in 1 2; do
    within 30 both || { fail "$what: the routes were not there"; return; }
    from=${EPOCHREALTIME/[.,]/}
    "$@"
    within 10 none
    took=$(((${EPOCHREALTIME/[.,]/} - from) / 10000))
    restore
    [ $took -gt "$bound" ] || break
    printf '    try %s: %s.%02d s\n' $try $((took / 100)) $((took % 100))
  done
  check "$what: withdrawn in $((took / 100)).$(printf %02d $((took % 100))) s, bound $((bound / 100)).$(printf %02d $((bound % 100))) s" \
    test "$took" -le "$bound"
}

# Puts everything right again after a failure.
restore() {
  lease
  kill -CONT "$web" 2>/dev/null
  kill -CONT -- "-$nsd" 2>/dev/null
  kill -0 "$web" 2>/dev/null || web
  kill -0 "$nsd" 2>/dev/null || nameserver
  kill -0 "$supervisor" 2>/dev/null || { wait "$supervisor" 2>/dev/null; supervise; }
}

cut_lease() { sed -i '$d' "$scratch/web/lease/images"; }
no_lease() { rm "$scratch/web/lease/images"; }
foreign_lease() { lease "name other"; }
hostile_lease() { lease 'route ipv4 announce 198.51.100.0/24;include'; }
hung_lease() { kill -STOP "$web"; }
dead_web() { kill -KILL "$web"; }
dead_server() { kill -KILL -- "-$nsd"; }
hung_server() { kill -STOP -- "-$nsd"; }
dead_supervisor() { kill -KILL "$supervisor"; }
all_dead() {
  kill -KILL "$supervisor" "$web"
  kill -KILL -- "-$nsd"
}

network || { fail "network namespaces"; report; }
host_bird
router_bird
web
lease
supervise
within 10 grep -q started "$scratch/log"
sleep 2
check "nothing is announced while no nameserver answers" none
nameserver
within 15 both || {
  fail "both families are announced when lease and query hold"
  sed 's/^/    /' "$scratch/log" "$scratch/output"
  birdc -s "$scratch/host.ctl" show route all
  report
}
pass "both families are announced when lease and query hold"
check "with a plain path" plain

ip netns exec "$host" env ANNOUNCER_FOLDER="$scratch/announcer" ANNOUNCER_BIRD_SOCKET="$scratch/host.ctl" \
  "$scripts/bird/announce.sh" images >"$scratch/second" 2>&1
check_equal "a second supervisor ends with 1" 1 $?
check_contains "and says why" "another supervisor of images is running" "$(cat "$scratch/second")"

lease "prepend 3"
check "prepend" within 3 shows 'as_path: 64512 64512 64512 64512$'
lease "med 50"
check "MED" within 3 shows 'med: 50'
lease "community 65535:0"
check "community" within 3 shows 'community: (65535,0)'
lease
check "and back" within 3 plain
quiet=$(stat -c %Y.%i "$scratch/announcer/images.bird")
sleep 1.5
check_equal "nothing is written while nothing changes" "$quiet" "$(stat -c %Y.%i "$scratch/announcer/images.bird")"

lease "route ipv4 withdraw 198.51.100.0/24"
check "IPv4 is withdrawn by itself" within 2 lacks 198.51.100.0/24
check "IPv6 stays" has 2001:db8:53::/48
lease
check "IPv4 is back" within 5 both
lease "query ipv6 2001:db8:53::99 53 example.com. SOA"
check "IPv6 is withdrawn when only its query fails" within 2 lacks 2001:db8:53::/48
check "IPv4 stays" has 198.51.100.0/24
lease
check "IPv6 is back" within 5 both

gone_within 150 "the lease says withdraw" lease "action withdraw"
gone_within 150 "the lease is cut off" cut_lease
gone_within 150 "the lease is gone" no_lease
gone_within 150 "the lease is another's" foreign_lease
gone_within 150 "the lease's prefix is none" hostile_lease
gone_within 150 "the lease hangs" hung_lease
gone_within 150 "the lease is not to be had" dead_web
gone_within 150 "the server is killed" dead_server
gone_within 150 "the server hangs" hung_server
gone_within 150 "the answer is not authoritative" lease \
  "query ipv4 198.51.100.53 53 example.net. SOA" "query ipv6 2001:db8:53::53 53 example.net. SOA"
gone_within 450 "the supervisor is killed" dead_supervisor
gone_within 450 "supervisor, server and lease are killed" all_dead
within 30 both
cp "$scratch/host.conf" "$scratch/good.conf"
echo nonsense >>"$scratch/host.conf"
lease "prepend 2"
check "a configuration that BIRD refuses is loud" within 5 grep -q "ERROR: the routing daemon keeps its old" "$scratch/log"
check "and the old one stays" plain
gone_within 150 "withdrawal does not need BIRD's configuration" lease "action withdraw"
cp "$scratch/good.conf" "$scratch/host.conf"
lease "prepend 2"
check "and the new one is taken up as soon as it can be" within 6 shows 'as_path: 64512 64512 64512$'
lease
within 5 plain

# A birdc that hangs, before the real one in the PATH: attributes can't change, all else goes on.
mkdir -p "$scratch/bin"
printf '#!/bin/sh\n[ ! -e %s/hang ] || exec sleep 60\nexec %s "$@"\n' "$scratch" "$(command -v birdc)" >"$scratch/bin/birdc"
chmod +x "$scratch/bin/birdc"
announcer_path=$scratch/bin:$PATH
starts=$(grep -c started: "$scratch/log")
successor() {
  [ "$(grep -c started: "$scratch/log")" -gt "$starts" ] &&
    tac "$scratch/log" | sed '/started:/q' | grep -q "announce ipv6"
}
kill -KILL "$supervisor"
wait "$supervisor" 2>/dev/null
supervise
check "a killed supervisor's successor gets its lock and announces" within 20 successor
touch "$scratch/hang"
lease "prepend 1"
check "a birdc that hangs is loud" within 10 grep -q "ERROR: .*birdc does not answer" "$scratch/log"
check "and withdraws nothing" both
dies_during_birdc() { lease "prepend 2" && kill -KILL -- "-$nsd"; }
gone_within 150 "birdc hangs and the server is killed" dies_during_birdc
rm "$scratch/hang"
check "and all is well when birdc answers again" within 20 plain

# The disk of the announcer's files is full: BIRD must not be given what fits of them.
dd if=/dev/zero of="$scratch/announcer/ballast" bs=4k count=64 2>/dev/null
lease "prepend 3"
check "a full disk is loud" within 10 grep -q "ERROR: .*images.bird.new cannot be written" "$scratch/log"
check "and changes nothing" plain
lease "prepend 3" "query ipv6 2001:db8:53::99 53 example.com. SOA"
check "IPv6 is withdrawn when its query fails on a full disk" within 3 lacks 2001:db8:53::/48
lease
rm "$scratch/announcer/ballast"
check "and all is well when there is room again" within 20 plain

mkdir -p "$scratch/few"
for command in dirname readlink basename; do ln -s "$(command -v "$command")" "$scratch/few/$command"; done
PATH=$scratch/few /bin/sh "$scripts/bird/announce.sh" images >"$scratch/odd" 2>&1
check_equal "a command that is not in the PATH: exit code 1" 1 $?
check_contains "and it is named" "announce.sh: curl is not there (PATH=$scratch/few:" "$(cat "$scratch/odd")"

from=${EPOCHREALTIME/[.,]/}
kill -TERM "$supervisor"
check "TERM withdraws" within 2 none
check "the file is there while the withdrawal spreads" test -e "$scratch/announcer/images.bird"
wait "$supervisor"
check_equal "then it ends" 0 $?
check "after the wait" test $((${EPOCHREALTIME/[.,]/} - from)) -ge 1000000
check "and leaves no file" test ! -e "$scratch/announcer/images.bird"
check_contains "the log has a reason on each line" "withdraw ipv4 198.51.100.0/24: the lease is cut off" \
  "$(cat "$scratch/log")"
[ $failures -eq 0 ] || sed 's/^/    /' "$scratch/log"
report
