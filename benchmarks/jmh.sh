#!/usr/bin/env bash
# How long parsing, looking up and writing take without sockets, by JMH. Arguments are JMH's:
#   benchmarks/jmh.sh                          all, about five minutes
#   benchmarks/jmh.sh -f 1 -wi 2 -i 2 -w 1 answer
#   benchmarks/jmh.sh -prof gc answer          gc.alloc.rate.norm: bytes allocated per answer
set -eu
cd "$(dirname "$0")/.."
JAVA_HOME=$(./popdns --java-home)
export JAVA_HOME
mvn -q -B -ntp -Pbenchmarks -pl benchmarks/jmh -am -Dmaven.test.skip=true -Dspotless.check.skip=true -DskipManual package
exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -cp "benchmarks/jmh/target/benchmarks.jar:benchmarks/jmh/target/lib/*" org.openjdk.jmh.Main "$@"
