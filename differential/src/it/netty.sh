#!/usr/bin/env bash
# The differential test and the hostile packets once more, fewer of them, where UDP goes through Netty.
set -eu
cd "$(dirname "$0")/../../.."
export POPDNS_UDP=netty
./differential/src/it/differential.sh -Dzones=60 "$@"
./dns-server/src/it/hostile.sh -Dhostile.packets=100000
