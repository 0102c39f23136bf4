#!/usr/bin/env bash
# The launcher, with a JDK and a Maven that only write down how they were called.
# shellcheck source=checks.bash
. "$(dirname "$0")/checks.bash"

popdns=$(cd "$(dirname "$0")/../../.." && pwd)/popdns
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
clone="$scratch/a clone"
jar=$clone/dns-server/target/popdns.jar
cache=$clone/dns-server/target/popdns.aot
builds=$scratch/builds

fake_jdk() { # FOLDER VERSION
  mkdir -p "$1/bin"
  printf 'IMPLEMENTOR="Nobody"\nJAVA_VERSION="%s"\n' "$2" >"$1/release"
  # shellcheck disable=SC2016 # the fake expands it
  printf '#!/bin/sh\ncase " $* " in *" org.popdns.cli.StartCache "*) exec "${0%%/bin/java}/make" "$@" ;; esac\nfor word in "$@"; do printf "[%%s]" "$word"; done\necho\n' >"$1/bin/java"
  cp "$1/bin/java" "$1/bin/javac"
  cat >"$1/make" <<MAKE
#!/bin/sh
echo made >>"$scratch/caches"
[ ! -e "$scratch/no cache" ] || exit 0
echo cache >"$cache"
cd "$clone/dns-server/target" || exit 1
{ cksum <"$1/release" && LC_ALL=C cksum popdns.aot popdns.jar lib/*.jar; } >popdns.aot.sums
MAKE
  chmod +x "$1/bin/java" "$1/bin/javac" "$1/make"
}

fake_clone() {
  mkdir -p "$clone/zone-config/src/main" "$clone/dns-server/src/main" "$scratch/bin"
  cp "$popdns" "$clone/popdns"
  touch "$clone/pom.xml" "$clone/zone-config/pom.xml" "$clone/dns-server/pom.xml"
  touch "$clone/zone-config/src/main/One.java" "$clone/zone-config/src/main/Two.java"
  cat >"$scratch/bin/mvn" <<MVN
#!/bin/sh
echo "built with \$JAVA_HOME" >>"$builds"
echo "a warning of Maven's" >&2
[ ! -e "$scratch/broken" ] || { echo "One.java:1: error"; exit 1; }
sleep 0.5
mkdir -p "$clone/dns-server/target/lib"
echo one >"$clone/dns-server/target/lib/one.jar"
echo jar >"$jar"
MVN
  chmod +x "$scratch/bin/mvn"
}

launch() { # WORD...
  PATH=${tools_only:-$scratch/bin:$PATH} POPDNS_JAVA_HOME=${jdk-$scratch/jdk 25} "$clone/popdns" "$@" 2>&1
}

tools() { # FOLDER TOOL...: a folder with these tools alone
  local folder=$1 tool
  shift
  mkdir "$folder"
  for tool; do
    ln -s "$(command -v "$tool")" "$folder/$tool"
  done
}

number_of_builds() {
  grep -c . "$builds" 2>/dev/null
}

expect_rebuild_after() { # WHAT COMMAND...
  local what=$1 before
  shift
  before=$(number_of_builds)
  "$@"
  launch >/dev/null
  check_equal "rebuilds after $what" $((before + 1)) "$(number_of_builds)"
}

fake_jdk "$scratch/jdk 25" 25.0.3
fake_jdk "$scratch/jdk 17" 17.0.15
fake_jdk "$scratch/jdk 8" 1.8.0_402
fake_jdk "$scratch/jdk ea" 26-ea
fake_clone
flags='[--enable-native-access=ALL-UNNAMED][--sun-misc-unsafe-memory-access=allow]'
serving="[-XX:+ExplicitGCInvokesConcurrent][-XX:MinHeapSize=32m][-XX:MinHeapFreeRatio=10][-XX:MaxHeapFreeRatio=25]"
serving="${serving}[-XX:MaxTenuringThreshold=1][-XX:G1HeapRegionSize=1m][-XX:-ClassUnloadingWithConcurrentMark][-XX:TrimNativeHeapInterval=10000]"
question='[-XX:TieredStopAtLevel=1][-XX:+UseSerialGC]'
cached="[-Xlog:aot=off][-Xlog:cds=off][-XX:AOTMode=auto][-XX:AOTCache=$cache]"
main="[-cp][$jar][org.popdns.cli.Popdns]"

touch "$scratch/broken"
check_equal "a failed build shows what Maven said" "popdns: building (first run takes a few minutes) ...
a warning of Maven's
One.java:1: error
popdns: the build failed" "$(launch demo)"
launch demo >/dev/null
check_equal "a failed build exits 1" 1 $?
rm "$scratch/broken" "$builds"

check_equal "the first start builds, and says only that" "popdns: building (first run takes a few minutes) ...
$flags$serving$cached${main}[demo][two words]" "$(launch demo 'two words')"
check_equal "builds with the JDK it found" "built with $scratch/jdk 25" "$(cat "$builds")"
check_equal "the second start does not build" "$flags$serving$cached${main}[demo]" "$(launch demo)"

expect_rebuild_after "an edit" touch "$clone/zone-config/src/main/One.java"
expect_rebuild_after "a removal" rm "$clone/zone-config/src/main/Two.java"
expect_rebuild_after "a change of the build" touch "$clone/pom.xml"
expect_rebuild_after "a build that was cut off" touch "$clone/dns-server/target/popdns.unfinished"
expect_rebuild_after "the libraries are gone" rm -r "$clone/dns-server/target/lib"

two_at_once() { # LOCK
  rm -f "$jar" "$builds"
  launch first >"$scratch/first" &
  launch second >"$scratch/second"
  wait $!
  check_equal "two at once build once, $1" 1 "$(number_of_builds)"
  check_equal "the first of two starts, $1" "$flags$question$cached${main}[first]" "$(tail -n 1 "$scratch/first")"
  check_equal "the second of two starts, $1" "$flags$question$cached${main}[second]" "$(tail -n 1 "$scratch/second")"
}
two_at_once "locked by flock"
tools "$scratch/no flock" sh dirname readlink find head mkdir rm touch cat sleep cksum tail
cp "$scratch/bin/mvn" "$scratch/no flock/mvn"
tools_only=$scratch/no\ flock two_at_once "locked by a folder"

ln -s "a clone/popdns" "$scratch/link"
ln -s link "$scratch/link to a link"
check_equal "starts through links, from any folder" "$flags$question$cached${main}[status]" \
  "$(cd / && POPDNS_JAVA_HOME="$scratch/jdk 25" "$scratch/link to a link" status)"
check_equal "POPDNS_JAVA_OPTS are words before the class path" "$flags$question${cached}[-Xmx64m][-Da=b]$main" \
  "$(POPDNS_JAVA_OPTS='-Xmx64m -Da=b' launch)"

mkdir -p "$scratch/configuration/zones"
: >"$scratch/configuration/popdns.yaml"
config=$scratch/configuration/popdns.yaml
quick='[-XX:+UseSerialGC][-XX:TieredStopAtLevel=1]'
check_equal "check of small files is over before the second compiler" \
  "$flags$quick$cached${main}[check][--config][$config]" "$(launch check --config "$config")"
truncate -s 3M "$scratch/configuration/zones/example.com.yaml"
check_equal "check of large files is not" \
  "${flags}[-XX:+UseSerialGC]$cached${main}[check][--config=$config][-o][json]" "$(launch check "--config=$config" -o json)"
check_equal "whatever the root folder holds" "${flags}[-XX:+UseSerialGC]$cached${main}[zone][list][--config][/popdns.yaml]" \
  "$(launch zone list --config /popdns.yaml)"
check_equal "demo stop is a question to a server" "$flags$question$cached${main}[demo][stop][image-0-3]" \
  "$(launch demo stop image-0-3)"
check_equal "a cache of another JDK is passed over" "$flags$serving${main}[serve]" "$(jdk="$scratch/jdk ea" launch serve)"
number_of_caches() {
  grep -c . "$scratch/caches"
}
made=$(number_of_caches)
change() { # FILE: its content, not its size and time
  touch -r "$1" "$scratch/time"
  tr a-y b-z <"$1" >"$scratch/changed" && cat "$scratch/changed" >"$1"
  touch -r "$scratch/time" "$1"
}
for file in "$jar" "$clone/dns-server/target/lib/one.jar" "$cache"; do
  change "$file"
  check_equal "the cache is replaced where ${file##*/} has changed" "$flags$serving$cached${main}[serve]" "$(launch serve)"
  check_equal "once" $((made += 1)) "$(launch serve >/dev/null && number_of_caches)"
done
: >"$scratch/no cache"
change "$jar"
check_equal "where none can be made it says so" "popdns: no start cache could be made (see $clone/dns-server/target/popdns.build.log): popdns starts slower without it
$flags$serving${main}[serve]" "$(launch serve)"
check_equal "and starts, without another try" "$flags$serving${main}[serve]" "$(launch serve)"
check_equal "of which there was one" $((made + 1)) "$(number_of_caches)"
rm "$scratch/no cache"

check_equal "an early-access JDK will do" "$scratch/jdk ea" "$(jdk="$scratch/jdk ea" launch --java-home)"
for old in "jdk 17" "jdk 8" "no such folder"; do
  check_equal "POPDNS_JAVA_HOME that will not do is named: $old" \
    "popdns: POPDNS_JAVA_HOME=$scratch/$old is not a JDK 25 or newer" "$(jdk="$scratch/$old" launch)"
done
check_equal "a JAVA_HOME that will do is taken" "$scratch/jdk 25" \
  "$(jdk='' JAVA_HOME="$scratch/jdk 25" launch --java-home)"
mkdir -p "$scratch/home/.jdks"
mv "$scratch/jdk 25" "$scratch/home/.jdks/jdk 25"
found=$(jdk='' JAVA_HOME="$scratch/jdk 17" HOME="$scratch/home" launch --java-home)
check "an old JAVA_HOME is passed over" test -n "$found" -a "$found" != "$scratch/jdk 17"

tools "$scratch/no maven" sh dirname readlink find head mkdir flock
rm -f "$jar"
check_equal "without Maven it says what to install" \
  "popdns: not built yet, and there is no Maven (mvn) to build it: apt-get, dnf or brew install maven" \
  "$(tools_only="$scratch/no maven" jdk="$scratch/home/.jdks/jdk 25" launch)"

report
