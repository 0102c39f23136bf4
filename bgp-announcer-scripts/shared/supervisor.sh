# The supervisor: what is the same for every routing daemon. Read by bird/announce.sh, which brings
#   daemon_routes FAMILY VIA PREFIX...   prints the daemon's configuration of these routes
#   daemon_configure                        makes the daemon read it; on failure prints why
#   daemon_file_suffix, daemon_commands
#
# It asks for the lease, asks the service addresses a DNS query, and announces a family while both hold. Two things
# announce together, and either one withdraws: the daemon's configuration, which carries the attributes, and the marker,
# an address on lo with a life of a few seconds, which each round renews. The marker is what ends the announcement
# when this script is dead, and it is also the quicker way while it lives: no daemon has to be asked.
# shellcheck shell=sh
# shellcheck disable=SC2154 # daemon_file_suffix and daemon_commands are set by the script that reads this
# shellcheck disable=SC2317 # unlocked calls functions by their names
# shellcheck disable=SC2034 # what belongs to a family is read through eval

name=${1:-}
case $name in
  '' | *[!A-Za-z0-9_-]*)
    echo "usage: $(basename -- "$0") NAME    (an entry of announce: in popdns.yaml)" >&2
    exit 2
    ;;
esac
# Services are often started without the folders of ip and birdc.
PATH=${PATH:-/usr/bin:/bin}:/usr/local/sbin:/usr/sbin:/sbin
for command in curl dig ip flock timeout $daemon_commands; do
  command -v "$command" >/dev/null || {
    echo "$(basename -- "$0"): $command is not there (PATH=$PATH)" >&2
    exit 1
  }
done
url="${ANNOUNCER_URL:-http://127.0.0.1:8053}/lease/$name?format=text"
folder=${ANNOUNCER_FOLDER:-/run/popdns-announcer}
# The number of this entry among those of the host gives it its marker: an address on lo, in a network of two. The routes
# go by way of the other address, since BIRD takes no address of its own as a next hop. Both networks are for nothing
# else: 198.18.0.0/15 (RFC 2544) and 100::/64 (RFC 6666); nothing is sent there.
number=${ANNOUNCER_NUMBER:-1}
case $number in
  [1-9] | [1-9][0-9] | 1[01][0-9] | 12[0-7]) ;;
  *)
    echo "ANNOUNCER_NUMBER=$number is not a number from 1 to 127" >&2
    exit 2
    ;;
esac
via_ipv4=198.18.53.$((2 * number)) marker_ipv4=198.18.53.$((2 * number + 1))
via_ipv6=100::53:$number:0 marker_ipv6=100::53:$number:1
# Withdrawal takes at most: pause + timeout, then a second attempt at once: retry + timeout. In seconds.
pause=0.3
retry=0.1
timeout=0.4
# The marker lives as long as the lease, and never longer than this: the kernel adds up to one second.
longest_life=3
# So many rounds in a row must be good before a family is announced (again).
rise=${ANNOUNCER_RISE:-3}
# So many rounds pass before a daemon that did not take its configuration is asked again: it may hang, and then each
# attempt costs time in which a failure would not be noticed.
configure_again=4
# After the withdrawal on the way down: for the other routers to have heard of it.
leave_seconds=${ANNOUNCER_LEAVE_SECONDS:-3}

# A name in the daemon's configuration.
symbol=$(printf %s "$name" | tr - _)
file=$folder/$name.$daemon_file_suffix

say() {
  printf 'announcer %s: %s\n' "$name" "$*" >&2
}

# --- One supervisor per entry and per marker -------------------------------------------------------------------------

lock() {
  mkdir -p "$folder" || exit 1
  exec 9>"$folder/$name.lock" 8>"$folder/number-$number.lock" || exit 1
  flock -w 2 9 || {
    say "another supervisor of $name is running ($folder/$name.lock is locked): not started"
    exit 1
  }
  flock -w 2 8 || {
    say "number $number is another entry's: give each entry of this host its own ANNOUNCER_NUMBER"
    exit 1
  }
}

# A child must not hold the locks, or they would outlive a killed supervisor. Subshells do, for as long as one command of
# theirs takes; hence the wait in lock.
unlocked() {
  "$@" 9>&- 8>&-
}

# --- The lease --------------------------------------------------------------------------------------------------------

is_number() { # TEXT HIGHEST
  case $1 in
    '' | *[!0-9]* | ???????????*) return 1 ;;
  esac
  [ "$1" -le "$2" ]
}

# Whether the text may be written into the daemon's configuration as a prefix, or given to dig as an address.
is_address() {
  case $1 in
    '' | *[!0-9a-fA-F:./]*) return 1 ;;
  esac
}

# Sets the variables of the lease from its text; fails with $problem. A text without its last line is no lease.
read_lease() {
  action='' prefixes_ipv4='' prefixes_ipv6='' queries_ipv4='' queries_ipv6=''
  prepend=0 med=0 communities='' valid=0 reason='' ended=no lease_name=''
  problem="the lease cannot be understood"
  while read -r key value; do
    # shellcheck disable=SC2086 # the values are lists of words
    case $key in
      name) lease_name=$value ;;
      action) action=$value ;;
      route)
        set -- $value
        [ $# -eq 3 ] && is_address "$3" || return 1
        case $1-$2 in
          ipv4-announce) prefixes_ipv4="$prefixes_ipv4 $3" ;;
          ipv6-announce) prefixes_ipv6="$prefixes_ipv6 $3" ;;
          ipv?-withdraw) ;;
          *) return 1 ;;
        esac
        ;;
      prepend) is_number "$value" 20 && prepend=$value || return 1 ;;
      med) is_number "$value" 4294967295 && med=$value || return 1 ;;
      community)
        is_number "${value%:*}" 65535 && is_number "${value#*:}" 65535 || return 1
        communities="$communities $value"
        ;;
      valid-seconds) is_number "$value" 86400 && valid=$value || return 1 ;;
      query)
        set -- $value
        [ $# -eq 5 ] && is_address "$2" && is_number "$3" 65535 || return 1
        case $1 in
          ipv4) queries_ipv4="$queries_ipv4 $2,$3,$4,$5" ;;
          ipv6) queries_ipv6="$queries_ipv6 $2,$3,$4,$5" ;;
        esac
        ;;
      reason) reason=$value ;;
      end) ended=yes ;;
    esac
  done <<TEXT
$1
TEXT
  [ "$ended" = yes ] || {
    problem="the lease is cut off"
    return 1
  }
  [ "$lease_name" = "$name" ] || {
    problem="the lease is that of '$lease_name'"
    return 1
  }
  case $action in
    announce) ;;
    withdraw) prefixes_ipv4='' prefixes_ipv6='' ;;
    *) return 1 ;;
  esac
  [ "$valid" -ge 1 ] || {
    problem="the lease has run out"
    return 1
  }
  problem=
}

fetch_lease() {
  if text=$(unlocked curl -sS -f --noproxy '*' -m "$timeout" "$url" 2>&1); then
    read_lease "$text"
  else
    problem="no lease: $(printf '%s' "$text" | tail -n 1)"
    return 1
  fi
}

# --- The query --------------------------------------------------------------------------------------------------------

# Succeeds if each address answers with NOERROR and AA; else prints which does not.
ask() { # ADDRESS,PORT,NAME,TYPE...
  for query; do
    address=${query%%,*} query=${query#*,}
    port=${query%%,*} query=${query#*,}
    answer=$(timeout "$timeout" dig +norecurse +time=1 +tries=1 +noall +comments @"$address" -p "$port" \
      -q "${query%,*}" -t "${query#*,}" 2>&1)
    case $answer in
      *"status: NOERROR"*"flags: qr aa"*) continue ;;
      *status:*)
        answer=${answer#*status: }
        answer="answers ${answer%%,*} or without AA"
        ;;
      *refused*) answer="refuses" ;;
      *) answer="does not answer" ;;
    esac
    printf '%s port %s %s' "$address" "$port" "$answer"
    return 1
  done
}

# --- The route --------------------------------------------------------------------------------------------------------

# For the kernel the marker is an address like any other: neither scope nor preference let it become a source address.
renew_marker() {
  case $1 in
    ipv4) ip address replace "$marker_ipv4/31" dev lo scope host valid_lft "$life" preferred_lft 0 ;;
    ipv6) ip address replace "$marker_ipv6/127" dev lo valid_lft "$life" preferred_lft 0 nodad ;;
  esac
}

remove_marker() {
  case $1 in
    ipv4) ip address del "$marker_ipv4/31" dev lo 2>/dev/null ;;
    ipv6) ip address del "$marker_ipv6/127" dev lo 2>/dev/null ;;
  esac
  :
}

# The routes of the families that are announced, as the daemon's configuration.
wanted_configuration() {
  printf '# Written by the announcer of %s; changes are overwritten.\n' "$name"
  # shellcheck disable=SC2086 # lists of words
  {
    [ "$announced_ipv4" = no ] || daemon_routes ipv4 "$via_ipv4" $shown_ipv4
    [ "$announced_ipv6" = no ] || daemon_routes ipv6 "$via_ipv6" $shown_ipv6
  }
}

# Brings the daemon to what is wanted, if it is not there. A refused configuration leaves the old file in place.
configure() {
  wanted=$(wanted_configuration)
  [ "$wanted" != "$configured" ] || [ ! -e "$file" ] || return 0
  [ "$rounds" -ge "$configure_not_before" ] || return 1
  # On a full disk a file is cut off, and the daemon would take what is left of it.
  if ! printf '%s\n' "$wanted" >"$file.new" || ! { [ ! -e "$file" ] || cp "$file" "$file.old"; }; then
    rm -f "$file.new" "$file.old"
    refused "$file.new cannot be written"
    return 1
  fi
  mv "$file.new" "$file"
  if complaint=$(unlocked daemon_configure); then
    configured=$wanted complained=
    rm -f "$file.old"
    return 0
  fi
  if [ -e "$file.old" ]; then mv "$file.old" "$file"; else rm -f "$file"; fi
  refused "$complaint"
  return 1
}

refused() { # COMPLAINT
  [ "$1" = "$complained" ] || say "ERROR: the routing daemon keeps its old configuration: $1"
  complained=$1
  configure_not_before=$((rounds + configure_again))
}

# announce FAMILY PREFIX...
announce() {
  family=$1
  shift
  eval "was=\$announced_$family before=\$shown_$family"
  eval "announced_$family=yes shown_$family=\$*"
  # What is announced stays so while the daemon takes its time.
  [ "$was" = no ] || renew_marker "$family"
  if ! configure; then
    # Old attributes are better than no route; a new route has to wait.
    eval "announced_$family=\$was shown_$family=\$before"
    [ "$was" = yes ] || return 0
  fi
  renew_marker "$family" || say "ERROR: the marker of $family cannot be set"
  [ "$was" = yes ] || say "announce $family $*: $reason$(attributes)"
}

attributes() {
  [ "$prepend" -eq 0 ] || printf ', prepend %s' "$prepend"
  [ "$med" -eq 0 ] || printf ', MED %s' "$med"
  [ -z "$communities" ] || printf ', community%s' "$communities"
}

# withdraw FAMILY REASON
withdraw() {
  remove_marker "$1"
  eval "was=\$announced_$1 shown=\$shown_$1"
  eval "announced_$1=no good_$1=0"
  if [ "$was" = yes ]; then
    say "withdraw $1 $shown: $2"
  else
    eval "before=\$refusal_$1"
    [ "$before" = "$2" ] || say "$1 stays withdrawn: $2"
  fi
  eval "refusal_$1=\$2"
  configure
}

# Prints nothing for a family that is to be announced; else why it is not.
doubt() { # FAMILY
  eval "prefixes=\$prefixes_$1 queries=\$queries_$1"
  # shellcheck disable=SC2086 # a list of words
  ask $queries
}

# One family, after a lease that could be read.
decide() { # FAMILY DOUBT
  eval "prefixes=\$prefixes_$1 queries=\$queries_$1 was=\$announced_$1"
  if [ -z "$prefixes" ]; then
    withdraw "$1" "the lease says so: ${reason:-no reason given}"
  elif [ -z "$queries" ]; then
    withdraw "$1" "the lease names no address of $1 to ask"
  elif [ -n "$2" ]; then
    doubted "$1" "$2"
  else
    eval "bad_$1=0; good_$1=\$((good_$1 + 1)); good=\$good_$1"
    # shellcheck disable=SC2086 # a list of words
    if [ "$was" = yes ] || [ "$good" -ge "$rise" ]; then announce "$1" $prefixes; fi
  fi
}

# The first failure is asked again at once; the second one withdraws.
doubted() { # FAMILY REASON
  eval "good_$1=0; bad_$1=\$((bad_$1 + 1)); bad=\$bad_$1 was=\$announced_$1"
  if [ "$was" = yes ] && [ "$bad" -eq 1 ]; then
    hurry=yes
  else
    withdraw "$1" "$2"
  fi
}

round() {
  hurry=no
  rounds=$((rounds + 1))
  if ! fetch_lease; then
    doubted ipv4 "$problem"
    doubted ipv6 "$problem"
    return
  fi
  life=$((valid < longest_life ? valid : longest_life))
  # Both at once, so that the round is no longer than one timeout.
  unlocked doubt ipv6 >"$folder/$name.doubt" &
  doubt_ipv4=$(unlocked doubt ipv4)
  # Its status says whether it is well, since the reason is lost on a full disk.
  if wait $!; then
    doubt_ipv6=''
  else
    doubt_ipv6=$(cat "$folder/$name.doubt")
    doubt_ipv6=${doubt_ipv6:-the query failed}
  fi
  decide ipv4 "$doubt_ipv4"
  decide ipv6 "$doubt_ipv6"
  if [ "$reason$(attributes)" != "$said" ]; then
    [ "$announced_ipv4$announced_ipv6" = nono ] || [ -z "$said" ] || say "now: $reason$(attributes)"
    said=$reason$(attributes)
  fi
}

leave() {
  trap '' TERM INT HUP
  withdraw ipv4 "stopping"
  withdraw ipv6 "stopping"
  sleep "$leave_seconds"
  rm -f "$file" "$file.new" "$file.old" "$folder/$name.doubt"
  unlocked daemon_configure >/dev/null
  say "stopped"
  exit 0
}

lock
stop=no
trap 'stop=yes' TERM INT HUP
announced_ipv4=no announced_ipv6=no shown_ipv4='' shown_ipv6=''
good_ipv4=0 good_ipv6=0 bad_ipv4=0 bad_ipv6=0
refusal_ipv4=start refusal_ipv6=start
rounds=0 configure_not_before=0
configured='' complained='' said='' reason='' prepend=0 med=0 communities=''
withdraw ipv4 start
withdraw ipv6 start
say "started: $url, markers $marker_ipv4 and $marker_ipv6"
while [ "$stop" = no ]; do
  round
  if [ "$hurry" = yes ]; then sleep "$retry"; else sleep "$pause"; fi
done
leave
