#!/usr/bin/env bash
# The manual pages that the build made are read by man without a complaint, and name themselves.
# shellcheck source=checks.bash
. "$(dirname "$0")/checks.bash"

pages=$(cd "$(dirname "$0")/../.." && pwd)/target/man

for page in popdns.8 popdns.yaml.5 popdns-zones.5; do
  complaints=$(MANWIDTH=80 man --warnings -l "$pages/$page" 2>&1 >/dev/null)
  check_equal "$page renders without a warning" "" "$complaints"
  check_contains "$page names itself" "${page%.*} - " "$(MANWIDTH=80 man -l "$pages/$page" 2>/dev/null)"
done

report
