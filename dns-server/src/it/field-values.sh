#!/usr/bin/env bash
# What BIND, NSD and Knot say of values at the edges of fields is what FieldValuesTest holds popdns against.
# shellcheck source=checks.bash
. "$(dirname "$0")/checks.bash"

root=$(cd "$(dirname "$0")/../../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
values=$root/dns-wire/src/test/resources/field-values.txt

declare -A reader=(
  [B]='named-checkzone -q -k ignore -i none -m ignore -M ignore -n ignore -r ignore -S ignore -T ignore'
  [N]=nsd-checkzone
  [K]='kzonecheck -o'
)

# records LETTER SIGN: those at which the reader of the letter has the sign: its letter where it reads them, - where it does not.
records() {
  awk -v place="$1" -v sign="$2" '/^#/ { next }
    substr($1, index("BNK", place), 1) == sign { print substr($0, 14) }' "$values"
}

# A zone of records on standard input, each of a name of its own; a SOA record stands alone.
zone() {
  printf '@ 60 NS ns.example.net.\n'
  awk '{ print ($1 == "SOA" ? "@" : "r" NR), 60, $0; soa = soa || $1 == "SOA" }
    END { if (!soa) print "@ 60 SOA ns.example.net. h.example.net. 1 7200 900 1209600 300" }'
}

# reads LETTER FILE: the reader takes the zone.
reads() {
  # shellcheck disable=SC2086 # a command with its options
  ${reader[$1]} example.com "$2" >"$2.said" 2>&1
}

# Prints each record of which the reader of letter $1 says otherwise than the list.
differences() {
  local letter=$1 record
  while IFS= read -r record; do
    zone <<<"$record" >"$folder/$letter.zone"
    reads "$letter" "$folder/$letter.zone" && printf 'read: %s\n' "$record"
  done < <(records "$letter" -)
  records "$letter" "$letter" | grep -v '^SOA ' | zone >"$folder/$letter.zone"
  reads "$letter" "$folder/$letter.zone" || grep -m 3 "zone:[0-9]" "$folder/$letter.zone.said" || echo 'refused: all that it reads'
  while IFS= read -r record; do
    zone <<<"$record" >"$folder/$letter.zone"
    reads "$letter" "$folder/$letter.zone" || printf 'refused: %s\n' "$record"
  done < <(records "$letter" "$letter" | grep '^SOA ')
}

for letter in B N K; do
  differences "$letter" >"$folder/$letter.out" &
done
wait
for letter in B N K; do
  check_equal "${reader[$letter]%% *} says what the list says" '' "$(head -20 "$folder/$letter.out")"
done

report
