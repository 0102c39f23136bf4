#!/usr/bin/env bash
# What `popdns map` draws is what a browser shows: Chromium opens the file, on a light and on a dark page, and the middle of a
# country has the colour of its pool.
# shellcheck source=checks.bash
. "$(dirname "$0")/checks.bash"

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
cd "$scratch" || exit 1
java=$("$root/popdns" --java-home)/bin/java

mkdir zones
cat >popdns.yaml <<'YAML'
listen: [127.0.0.1:5300]
ecs: true
places: {prefixes: places.yaml}
zones: zones/
YAML
echo '192.0.2.0/24: DE' >places.yaml
cat >zones/example.com.yaml <<'YAML'
'': {type: NS, values: [ns1.example.net., ns2.example.net.]}
www:
  type: A
  value: 192.0.2.250
  dynamic:
    pools:
      europe: {fallback: world, values: [{value: 192.0.2.11}]}
      america: {fallback: world, values: [{value: 192.0.2.21}]}
      brazil: {fallback: world, values: [{value: 192.0.2.31}]}
      world: {values: [{value: 192.0.2.41}]}
    rules:
      - {geos: [SA-BR], pool: brazil}
      - {geos: [EU], pool: europe}
      - {geos: [NA, SA], pool: america}
      - {pool: world}
YAML

# screenshot PNG ARGUMENT...: of map.svg, a unit a pixel
screenshot() {
  local png=$1
  shift
  chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$scratch/chromium" \
    --window-size="${size/ /,}" --screenshot="$scratch/$png" "$@" "file://$scratch/map.svg" >chromium.log 2>&1 ||
    { cat chromium.log && return 1; }
}

# colours PNG X,Y...: what is there
colours() {
  "$java" "$here/Pixels.java" "$@"
}

france=506,130 canada=281,100 chad=549,237 sea=411,184 page=990,5
places=("$france" "$canada" "$chad" "$sea" "$page")

check "the map of a failure is drawn" "$root/popdns" map www.example.com --config popdns.yaml --down brazil --svg map.svg
size=$(sed -n 's/.* viewBox="0 0 \([0-9]* [0-9]*\)".*/\1/p' map.svg)
check "Chromium opens it" screenshot light.png
check_equal "countries have the colours of their pools" "#56b4e9 #e69f00 #f0e442 #eaf1f6 #ffffff" \
  "$(colours light.png "${places[@]}")"
check "Chromium opens it on a dark page" screenshot dark.png --blink-settings=preferredColorScheme=0
check_equal "countries have the same colours there, the page and the sea have others" \
  "#56b4e9 #e69f00 #f0e442 #1a2630 #10181f" "$(colours dark.png "${places[@]}")"
brazil=$(for i in {0..14}; do echo $((360 + i)),327; done)
# shellcheck disable=SC2086 # a word for each place
hatched=$(colours light.png $brazil)
check_contains "Brazil is hatched: the colour of the pool that stands in" "#f0e442" "$hatched"
check "Brazil is hatched: dark lines" grep -q '#[1-4]' <<<"$hatched"
report
