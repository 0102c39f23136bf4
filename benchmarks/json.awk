# Lines of KEY=VALUE as JSON: awk -v header=TEXT -f json.awk name=slices FILE name=sums FILE
function quote(text) {
  gsub(/["\\]/, "\\\\&", text)
  return text ~ /^-?[0-9]+(\.[0-9]+)?$/ ? text : "\"" text "\""
}
BEGIN { printf "{\n\"machine\": \"%s\"", header }
FNR == 1 {
  if (open) printf "\n]"
  printf ",\n\"%s\": [", name
  open = 1
}
{
  printf "%s\n  {", (FNR > 1 ? "," : "")
  for (i = 1; i <= NF; i++) {
    at = index($i, "=")
    printf "%s\"%s\": %s", (i > 1 ? ", " : ""), substr($i, 1, at - 1), quote(substr($i, at + 1))
  }
  printf "}"
}
END { print open ? "\n]\n}" : "\n}" }
