# The lab's network: namespaces, links, and a BIRD for each router. Read by lab.sh.
#
#   us-west  us-east   south-america    europe      africa         asia       regions (clients)
#        \    |   \      /     |        |    \      /    \        /
#         west ===== east ============ europe-net        asia-net            transit; === is peering,
#          |   \______|________________/    |     \_________/ |              asia-net buys from west and europe-net
#       san-jose    new-york              germany            japan           sites, each one AS 64500 router and a host
# shellcheck shell=bash
# shellcheck disable=SC2154 # folder and prefix are set by lab.sh

sites=(san-jose new-york germany japan)
regions=(us-west us-east south-america europe africa asia)
declare -A as=([west]=64601 [east]=64602 [europe-net]=64603 [asia-net]=64604)
declare -A upstream=([san-jose]=west [new-york]=east [germany]=europe-net [japan]=asia-net)
declare -A transit_of=([us-west]=west [us-east]=east [south-america]="east west" [europe]=europe-net
  [africa]="europe-net asia-net" [asia]=asia-net)
# shellcheck disable=SC2034 # read by site.bash
declare -A loopback=()
links=0

# space NAME
space() {
  ip netns add "$prefix$1" && ip -n "$prefix$1" link set lo up || return 1
  ip netns exec "$prefix$1" sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 \
    net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0 net.ipv4.conf.all.arp_announce=2 \
    net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 net.ipv4.conf.all.arp_ignore=1
}

# router NAME AS: the head of its configuration.
router() {
  as[$1]=$2
  routers+=("$1")
  cat >"$folder/$1.conf" <<TEXT
log "$folder/$1.log" { warning, error, fatal, bug };
router id 10.255.0.${#routers[@]};
define CUSTOMER = (65000, 1);
define PEER = (65000, 2);
define PROVIDER = (65000, 3);
# Economics: a customer's route earns money, a peer's costs nothing, a provider's costs money. Only customers are given
# what was learned from peers and providers (RFC 7908). Graceful shutdown: RFC 8326.
function learned(pair relation; int rank) {
  bgp_community.delete([(65000, *)]);
  bgp_community.add(relation);
  bgp_local_pref = rank;
  if (65535, 0) ~ bgp_community then bgp_local_pref = 0;
  return true;
}
function is_ours_or_customers() {
  return source != RTS_BGP || CUSTOMER ~ bgp_community;
}
protocol device { scan time 10; }
protocol bfd { interface "*" { min rx interval 100 ms; min tx interval 100 ms; multiplier 3; }; }
protocol kernel { ipv4 { import none; export where source = RTS_BGP; }; }
protocol kernel { ipv6 { import none; export where source = RTS_BGP; }; }
template bgp session {
  local as $2; bfd; hold time 9; connect delay time 1; connect retry time 2; error wait time 1, 2;
}
TEXT
}

# originate NAME IPV4 IPV6
originate() {
  cat >>"$folder/$1.conf" <<TEXT
protocol static { ipv4; route $2 unreachable; }
protocol static { ipv6; route $3 unreachable; }
TEXT
}

# neighbour NAME ROLE PEER_AS PEER_IPV4 PEER_IPV6: ROLE is what the neighbour is for NAME.
neighbour() {
  local import export=all
  case $2 in
    customer) import='filter { learned(CUSTOMER, 200); accept; }' ;;
    peer) import='filter { learned(PEER, 100); accept; }' ;;
    provider) import='filter { learned(PROVIDER, 50); accept; }' ;;
  esac
  [ "$2" = customer ] || export='where is_ours_or_customers()'
  sessions=$((${sessions:-0} + 1))
  cat >>"$folder/$1.conf" <<TEXT
protocol bgp b${sessions}v4 from session {
  neighbor $4 as $3; ipv4 { import $import; export $export; next hop self; };
}
protocol bgp b${sessions}v6 from session {
  neighbor $5 as $3; ipv6 { import $import; export $export; next hop self; };
}
TEXT
}

# link CUSTOMER PROVIDER, or with a third word: two peers.
link() {
  local a=provider b=customer
  [ $# -eq 2 ] || a=peer b=peer
  links=$((links + 1))
  ip -n "$prefix$1" link add "l$links" type veth peer name "l$links" netns "$prefix$2" || return 1
  ip -n "$prefix$1" addr add "10.0.$links.1/30" dev "l$links"
  ip -n "$prefix$2" addr add "10.0.$links.2/30" dev "l$links"
  ip -n "$prefix$1" addr add "fd00:0:$links::1/64" dev "l$links" nodad
  ip -n "$prefix$2" addr add "fd00:0:$links::2/64" dev "l$links" nodad
  ip -n "$prefix$1" link set "l$links" up
  ip -n "$prefix$2" link set "l$links" up
  neighbour "$1" $a "${as[$2]}" "10.0.$links.2" "fd00:0:$links::2"
  neighbour "$2" $b "${as[$1]}" "10.0.$links.1" "fd00:0:$links::1"
}

# A site: edge router, a switch (a bridge in the router: the death of the host is silent), the host, the web servers.
site() { # NAME NUMBER
  local edge=$1-edge number=$2 host
  local lan=203.0.113.$((32 * number)) web=192.0.2.$((64 * number))
  local gateway=203.0.113.$((32 * number + 1)) pop=203.0.113.$((32 * number + 5))
  space "$edge" && space "$1-pop" && space "$1-web" || return 1
  router "$edge" 64500
  originate "$edge" "$lan/27" "2001:db8:9$number::/64"
  originate "$edge" "$web/26" "2001:db8:8$number::/64"
  neighbour "$edge" customer 64512 "$pop" "2001:db8:9$number::5"
  ip -n "$prefix$edge" link add lan type bridge || return 1
  for host in pop web; do
    ip -n "$prefix$edge" link add "$host" type veth peer name eth0 netns "$prefix$1-$host" || return 1
    ip -n "$prefix$edge" link set "$host" master lan up
    ip -n "$prefix$1-$host" link set eth0 up
  done
  ip -n "$prefix$edge" link set lan up
  ip -n "$prefix$edge" addr add "$gateway/27" dev lan
  ip -n "$prefix$edge" addr add "192.0.2.$((64 * number + 1))/26" dev lan
  ip -n "$prefix$edge" addr add "2001:db8:9$number::1/64" dev lan nodad
  ip -n "$prefix$edge" addr add "2001:db8:8$number::1/64" dev lan nodad
  ip -n "$prefix$1-pop" addr add "$pop/27" dev eth0
  ip -n "$prefix$1-pop" addr add "2001:db8:9$number::5/64" dev eth0 nodad
  ip -n "$prefix$1-pop" addr add 198.51.100.53/32 dev lo
  ip -n "$prefix$1-pop" addr add 2001:db8:53::53/128 dev lo nodad
  ip -n "$prefix$1-pop" route add default via "$gateway"
  ip -n "$prefix$1-pop" route add default via "2001:db8:9$number::1"
  for host in 21 22 23 24 25 26; do
    ip -n "$prefix$1-web" addr add "192.0.2.$((64 * number + host))/26" dev eth0
  done
  ip -n "$prefix$1-web" route add default via "192.0.2.$((64 * number + 1))"
  link "$edge" "${upstream[$1]}" || return 1
  # The other sites are of the same AS, so that their routes are taken for loops: they are reached by a default route.
  ip -n "$prefix$edge" route add default via "10.0.$links.2"
  ip -n "$prefix$edge" route add default via "fd00:0:$links::2"
  # A floating route: what is still on its way when the host withdraws is answered by it, if it can, and does not go
  # round between this router and its upstream until that has heard of it.
  ip -n "$prefix$edge" route add 198.51.100.0/24 via "$pop" metric 4096
  ip -n "$prefix$edge" route add 2001:db8:53::/48 via "2001:db8:9$number::5" metric 4096
}

network() {
  local name number=0 transit
  routers=()
  for name in west east europe-net asia-net; do
    space "$name" && router "$name" "${as[$name]}" || return 1
  done
  link west east peers && link east europe-net peers && link west europe-net peers || return 1
  link asia-net west && link asia-net europe-net || return 1
  for name in "${sites[@]}"; do
    site "$name" $number || return 1
    number=$((number + 1))
  done
  number=0
  for name in "${regions[@]}"; do
    number=$((number + 1))
    space "$name" && router "$name" $((64700 + number)) || return 1
    ip -n "$prefix$name" addr add 10.200.$number.1/32 dev lo
    ip -n "$prefix$name" addr add fd00:200:$number::1/128 dev lo nodad
    originate "$name" 10.200.$number.0/24 fd00:200:$number::/48
    # shellcheck disable=SC2034 # read by site.bash
    loopback[$name]=10.200.$number.1,fd00:200:$number::1
    for transit in ${transit_of[$name]}; do link "$name" "$transit" || return 1; done
  done
}
