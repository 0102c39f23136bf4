#!/usr/bin/env bash
# Every configuration in deploy/examples passes `popdns check`, from any folder, at every site.
# shellcheck source=checks.bash
. "$(dirname "$0")/checks.bash"

root=$(cd "$(dirname "$0")/../../.." && pwd)
cd /
for example in "$root"/deploy/examples/*/; do
  name=$(basename "$example")
  check "$name" "$root/popdns" check --config "${example}popdns.yaml"
done
for site in san-jose new-york germany japan; do
  check "four-sites at $site" env POPDNS_SITE="$site" \
    "$root/popdns" check --config "$root/deploy/examples/four-sites/popdns.yaml"
done

report
