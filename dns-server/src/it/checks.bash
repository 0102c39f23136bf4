# Read by each integration test: counts the checks, and gives each test a folder that goes away with it.
# shellcheck shell=bash
set -u

failures=0

pass() {
  printf 'PASS %s\n' "$*"
}

fail() {
  printf 'FAIL %s\n' "$*"
  failures=$((failures + 1))
}

# check WHAT COMMAND...: the command succeeds. What it printed is shown if it does not.
check() {
  local what=$1 printed
  shift
  if printed=$("$@" 2>&1); then
    pass "$what"
  else
    printf '%s\n' "$printed" | sed 's/^/    /'
    fail "$what"
  fi
}

# check_equal WHAT EXPECTED ACTUAL
check_equal() {
  if [ "$2" = "$3" ]; then
    pass "$1"
  else
    printf '    expected: %s\n    actual:   %s\n' "$2" "$3"
    fail "$1"
  fi
}

# check_contains WHAT PART WHOLE
check_contains() {
  case $3 in
    *"$2"*) pass "$1" ;;
    *)
      printf '    expected to contain: %s\n    actual: %s\n' "$2" "$3"
      fail "$1"
      ;;
  esac
}

# within SECONDS COMMAND...: repeats the command until it succeeds; fails when the time is over.
within() {
  local end=$((${EPOCHREALTIME/[.,]/} + $1 * 1000000))
  shift
  until "$@"; do
    [ "${EPOCHREALTIME/[.,]/}" -lt "$end" ] || return 1
    sleep 0.05
  done
}

# The last line of a test.
report() {
  [ "$failures" -eq 0 ] || {
    printf '%s: %s failed\n' "$(basename "$0")" "$failures" >&2
    exit 1
  }
}
