#!/usr/bin/env bash
# The start cache of the build is used, and one that is cut off or missing keeps nothing from starting. Works in a copy.
# shellcheck source=checks.bash
. "$(dirname "$0")/checks.bash"

root=$(cd "$(dirname "$0")/../../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

jdk=$("$root/popdns" --java-home)
version=$("$root/popdns" --version) # builds where needed
mkdir -p "$scratch/dns-server/target"
cp "$root/popdns" "$scratch/popdns"
touch "$scratch/pom.xml"
mkdir -p "$scratch/dns-server/src/main"
touch "$scratch/dns-server/pom.xml"
cp -r "$root/dns-server/target/popdns.jar" "$root/dns-server/target/lib" "$scratch/dns-server/target/"
target=$scratch/dns-server/target
cache=$target/popdns.aot
touch "$target/popdns.jar"
flags=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)

check_equal "without a cache it starts" "$version" "$("$scratch/popdns" --version 2>&1)"
check_equal "and says that there is none" none "$("$scratch/popdns" --start-cache)"
check_equal "making one prints nothing" "" "$("$jdk/bin/java" "${flags[@]}" -cp "$target/popdns.jar" \
  org.popdns.cli.StartCache "$target/popdns.jar" "$cache" "${flags[@]}" 2>&1)"
check_equal "the cache is used" used "$("$scratch/popdns" --start-cache)"
check_equal "with it, the same is printed" "$version" "$("$scratch/popdns" --version 2>&1)"

truncate -s 5000000 "$cache"
check_equal "a cache that was cut off is refused" "refused by the JVM" "$("$scratch/popdns" --start-cache)"
check_equal "and nothing but time is lost" "$version" "$("$scratch/popdns" --version 2>&1)"
echo nonsense >"$cache"
check_equal "nor with one that is none" "$version" "$("$scratch/popdns" --version 2>&1)"
echo other >>"$cache.release"
check_equal "one of another JDK is passed over" none "$("$scratch/popdns" --start-cache)"

report
