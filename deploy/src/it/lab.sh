#!/usr/bin/env bash
# The anycast lab, all its scenarios: each prints what it cost, and fails beyond its bound.
exec "$(dirname "$0")/../../lab/lab.sh" "$@"
