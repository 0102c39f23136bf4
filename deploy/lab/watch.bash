# What the routers and the clients see, and questions about it. Read by lab.sh. Nothing is asked while a scenario runs:
# the edge routers' kernels and the clients write down what happens, and it is read afterwards.
# shellcheck shell=bash
# shellcheck disable=SC2154 # set by lab.sh, network.bash and site.bash

now() { echo $((${EPOCHREALTIME/[.,]/} / 1000)); }

seconds() { printf '%d.%03d s' $(($1 / 1000)) $(($1 % 1000)); }

# Before the routing daemons start, so that no route is missed.
watch_routes() {
  local name
  for name in "${sites[@]}"; do
    TZ=UTC ip -ts -n "$prefix$name-edge" monitor route >"$folder/$name.routes" 2>>"$folder/output" 9>&- &
    keep_track $!
  done
}

start_clients() {
  local name arguments=()
  for name in "${regions[@]}"; do arguments+=("$name=$prefix$name,${loopback[$name]}"); done
  lab_java Regions 198.51.100.53 2001:db8:53::53 images.example.com "${arguments[@]}" >"$folder/queries" &
  keep_track $!
}

# lab_java CLASS ARGUMENTS...: becomes it, if it is started in the background.
lab_java() {
  # shellcheck disable=SC2086 # a list of words
  exec "$jdk/bin/java" --enable-native-access=ALL-UNNAMED $small_jvm -cp "$here/target/classes" "org.popdns.lab.$1" \
    "${@:2}" </dev/null 2>>"$folder/output" 9>&-
}

# --- Routes -----------------------------------------------------------------------------------------------------------

# route_events FROM: in the order of time, "ms after FROM, site, family, up or down", of all sites' routes.
route_events() {
  local name
  for name in "${sites[@]}"; do
    awk -v from="$1" -v site="$name" '
      /proto bird/ && /198\.51\.100\.0\/24|2001:db8:53::\/48/ {
        split(substr($1, 13, 15), clock, ":") # [2026-01-31T23:59:59.123456]
        at = ((clock[1] * 60 + clock[2]) * 60 + clock[3]) * 1000 - from % 86400000
        if (at < -43200000) at += 86400000
        if (at > 43200000) at -= 86400000
        print int(at), site, /2001:db8:53/ ? "ipv6" : "ipv4", $2 == "Deleted" ? "down" : "up"
      }' "$folder/$name.routes"
  done | sort -n -s -k 1,1
}

# routes_now: of each site, its name and which families it announces.
routes_now() {
  (cd "$folder" && awk '
    /proto bird/ && /198\.51\.100\.0\/24|2001:db8:53::\/48/ {
      up[FILENAME, /2001:db8:53/ ? "ipv6" : "ipv4"] = $2 != "Deleted" }
    END {
      for (i = 1; i < ARGC; i++) {
        site = ARGV[i]; sub(/\.routes$/, "", site)
        print site, up[ARGV[i], "ipv4"] ? "ipv4" : "", up[ARGV[i], "ipv6"] ? "ipv6" : "" }
    }' "${sites[@]/%/.routes}")
}

# How many sites announce both families.
announced() { routes_now | awk 'NF == 3 { count++ } END { print count + 0 }'; }

# announces SITE...: each of them both families.
announces() {
  local now name
  now=$(routes_now)
  for name; do
    [[ $now == *"$name ipv4 ipv6"* ]] || return 1
  done
}

# gone SITE: no family is announced.
gone() { routes_now | awk -v site="$1" '$1 == site && NF > 1 { there = 1 } END { exit there }'; }

# left SITE FROM: ms from FROM to the end of the last family's route; nothing if one of them is there.
left() {
  route_events "$2" | awk -v site="$1" '$2 == site { up[$3] = $4 == "up"; if ($4 == "down" && $1 >= 0) last = $1 }
    END { if (last != "" && !up["ipv4"] && !up["ipv6"]) print last }'
}

# family_left SITE FROM: the first family whose route went away since, and ms from FROM to that; nothing if none did.
family_left() { route_events "$2" | awk -v site="$1" '$2 == site && $4 == "down" && $1 >= 0 { print $3, $1; exit }'; }

# stayed SITE FROM: no family's route went away since.
stayed() {
  route_events "$2" | awk -v site="$1" '$2 == site { up[$3] = $4 == "up"; if ($4 == "down" && $1 >= 0) went = 1 }
    END { exit went || !up["ipv4"] || !up["ipv6"] }'
}

# returned FROM: ms from FROM to the last route's return; 0 if none was away.
returned() { route_events "$1" | awk '$4 == "up" && $1 >= 0 { last = $1 } END { print last + 0 }'; }

# fewest FROM: the smallest number of sites that announced both families at the same time since.
fewest() {
  route_events "$1" | awk '
    function count(  name, sum) { for (name in site) sum += up[name "ipv4"] && up[name "ipv6"]; return sum + 0 }
    $1 >= 0 && fewest == "" { fewest = count() }
    { site[$2]; up[$2 $3] = $4 == "up"; if ($1 >= 0 && count() < fewest) fewest = count() }
    END { print fewest == "" ? count() : fewest }'
}

# --- Answers ----------------------------------------------------------------------------------------------------------

# answers FROM TO: the clients' lines of this time: ms, region, family, ms or lost, node, address.
answers() {
  tail -n $((($(now) - $1) * 7 / 10 + 3000)) "$folder/queries" | awk -v from="$1" -v to="$2" '$1 >= from && $1 <= to'
}

# lost FROM TO: queries lost, in how many regions, and the last one's time after FROM in ms.
lost() {
  answers $(($1 - 5)) "$2" | awk -v from="$1" '$4 == "lost" {
      if (!($2 in region)) { region[$2]; regions++ }
      count++; if ($1 > last) last = $1 }
    END { printf "%d %d %d\n", count, regions, (last > from) ? last - from : 0 }'
}

# moved FROM TO: how many regions ended at another site than they began at, and when the last answer came from elsewhere.
moved() {
  answers "$1" "$2" | awk -v from="$1" '$4 != "lost" {
      client = $2 $3; sub(/-1\..*/, "", $5)
      if (!(client in first)) first[client] = $5
      if (client in last && last[client] != $5) change[client] = $1
      last[client] = $5; region[client] = $2 }
    END {
      for (client in first) if (first[client] != last[client]) {
        if (!(region[client] in seen)) { seen[region[client]]; regions++ }
        if (change[client] - from > converged) converged = change[client] - from
      }
      printf "%d %d\n", regions, converged }'
}

# own_until SITE FROM TO: ms from FROM to the last answer of SITE with an address of its own servers; 0 if there is none.
own_until() {
  answers "$2" "$3" | awk -v node="$1-1" -v from="$2" -v number="$(site_number "$1")" '
    index($5, node ".") == 1 { split($6, octet, "."); if (int(octet[4] / 64) == number) last = $1 }
    END { print last ? last - from : 0 }'
}

# answered_by SITE FROM TO: how many queries SITE answered, and with the addresses of which sites.
answered_by() {
  answers "$2" "$3" | awk -v node="$1-1" -v names="${sites[*]}" '
    BEGIN { split(names, site, " ") }
    index($5, node ".") == 1 { split($6, octet, "."); count++; used[site[int(octet[4] / 64) + 1]] }
    END { printf "%d", count; for (name in used) printf " %s", name; print "" }'
}

# shared SITE OTHER FROM TO: how many queries SITE answered with its own servers, with those of OTHER, and with others.
shared() {
  answers "$3" "$4" | awk -v node="$1-1" -v own="$(site_number "$1")" -v next_site="$(site_number "$2")" '
    index($5, node ".") == 1 {
      split($6, octet, "."); site = int(octet[4] / 64)
      if (site == own) mine++; else if (site == next_site) passed++; else others++ }
    END { print mine + 0, passed + 0, others + 0 }'
}

# The last second's answers: REGION=SITE of each.
catchment() {
  answers $(($(now) - 1000)) "$(now)" | awk '
    $4 != "lost" { sub(/-1\..*/, "", $5); site[$2] = $5 }
    END { for (region in site) printf "%s=%s\n", region, site[region] }' | sort | tr '\n' ' '
}

# Each region got answers only, in both families, in the last two seconds but one.
all_answered() {
  local at
  at=$(now)
  answers $((at - 3200)) $((at - 1200)) | awk '{ if ($4 == "lost") lost++; else seen[$2 $3]++ }
    END { for (key in seen) if (seen[key] > 80) full++; exit !(full == 12 && lost == 0) }'
}

all_back() { announces "${sites[@]}" && all_answered; }
