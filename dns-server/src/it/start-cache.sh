#!/usr/bin/env bash
# The start cache of the build is used, and one that is damaged or missing keeps nothing from starting. Works in a copy.
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

sums=$cache.sums
damaged() { # WHAT: the cache is not used, and nothing but time is lost
  cp "$sums" "$scratch/sums"
  sed -i "2s/.*/$(cd "$target" && cksum popdns.aot)/" "$sums" # as if it had been made so
  check_equal "a cache $1 is refused by the JVM too" "refused by the JVM" "$("$scratch/popdns" --start-cache)"
  check_equal "and the same is printed" "$version" "$("$scratch/popdns" --version 2>&1)"
  cp "$scratch/sums" "$sums"
  check_equal "a cache $1 is made again" used "$("$scratch/popdns" --start-cache)"
}
truncate -s 5000000 "$cache"
damaged "that was cut off"
echo nonsense >"$cache"
damaged "that is none"
printf '\377' | dd of="$cache" bs=1 seek=20000000 conv=notrunc status=none
check_equal "a cache with another byte in it is made again" used "$("$scratch/popdns" --start-cache)"
check_equal "and the same is printed" "$version" "$("$scratch/popdns" --version 2>&1)"
sed -i '1s/.*/1 2/' "$sums"
check_equal "one of another JDK is passed over" none "$("$scratch/popdns" --start-cache)"

report
