# What the findings share: a temporary folder, pinned packages in it, and a comparison. Sourced, never run.
# shellcheck shell=bash

finding_folder=$(mktemp -d)
trap 'rm -rf "$finding_folder"' EXIT
cd "$finding_folder" || exit 1

# debian PACKAGE=VERSION...: unpacks packages, and those that they need and this machine lacks, below $finding_folder/root.
# Nothing is installed.
debian() {
  local package missing
  missing=$(apt-get install --simulate --no-install-recommends -q=2 "$@" | awk '/^Inst/ {print $2}')
  # shellcheck disable=SC2086 # a list of names
  (cd "$finding_folder" && apt-get download -q=2 -o APT::Sandbox::User=root "$@" $missing >/dev/null)
  for package in "$finding_folder"/*.deb; do
    dpkg-deb -x "$package" "$finding_folder/root"
    rm "$package"
  done
  PATH=$finding_folder/root/usr/bin:$finding_folder/root/usr/sbin:$PATH
  LD_LIBRARY_PATH=$(find "$finding_folder/root" -name '*.so*' -printf '%h\n' | sort -u | paste -sd :)
  export PATH LD_LIBRARY_PATH
}

# maven GROUP:ARTIFACT:VERSION...: fetches jars into $finding_folder/jars.
maven() {
  local artifact
  for artifact in "$@"; do
    mvn -B -q -Dstyle.color=never dependency:copy -Dartifact="$artifact" -DoutputDirectory="$finding_folder/jars" >/dev/null
  done
}

# same TITLE EXPECTED SEEN: prints what was seen; fails if it is not what this finding says.
same() {
  printf '%s:\n%s\n\n' "$1" "$3"
  if [ "$2" != "$3" ]; then
    printf 'CHANGED. The finding says:\n%s\n' "$2"
    exit 1
  fi
}
