# Sums up the slices of one workload: medians with quartiles, and ratios of slices that lie side by side.
#   awk -v only=WORKLOAD -v first=SERVER -v servers='NAME NAME ...' -v folder=FOLDER -v rows=FILE -f summary.awk SLICES
# FOLDER has histogram.NAME for latencies; FILE gets a line of KEY=VALUE per server.
{
  delete field
  for (i = 1; i <= NF; i++) {
    at = index($i, "=")
    field[substr($i, 1, at - 1)] = substr($i, at + 1)
  }
  if (field["workload"] != only) next
  server = field["server"]
  widen(answer, server, field["answer"])
  widen(denial, server, field["denial"])
  if (field["query"] != "0-0") query[server] = field["query"]
  cookie[server] = field["cookie"]
  if (field["round"] == "warm") next
  n++
  who[n] = server
  round[n] = field["round"]
  cpu[n] = field["cpu_us"]
  add(costs, server, field["cpu_us"])
  add(shares, server, field["share"] * 100)
  add(speeds, server, field["qps"])
  lost[server] += field["lost"]
  late[server] += field["late"]
  if ("p99_us" in field) {
    add(p99s, server, field["p99_us"])
    add(p999s, server, field["p999_us"])
  }
}

END {
  count = split(servers, name, " ")
  for (i = 1; i <= n; i++) {
    if (who[i] == first) continue
    relative = 2 * cpu[i] / (cpu[i - 1] + cpu[i + 1])
    add(ratios, who[i], 1 / relative)
    beside[who[i], round[i]] = relative
    rounds[round[i]]
  }
  for (r in rounds) beside[first, r] = 1
  for (i = 1; i <= count; i++) {
    for (r in rounds) {
      if ((("floor", r) in beside) && ((name[i], r) in beside)) {
        add(floors, name[i], beside[name[i], r] / beside["floor", r])
      }
    }
  }
  if (only == "latency") latencies()
  else costs_table()
  for (i = 1; i <= count; i++) row(name[i])
}

function costs_table() {
  printf "%-7s  %-24s  %-22s  %-22s  %6s  %7s  %5s  %6s  %s\n", "server", "us per answer", first "/server",
    "server/floor", "core", "q/s", "reply", "denial", "lost"
  for (i = 1; i <= count; i++) {
    s = name[i]
    printf "%-7s  %-24s  %-22s  %-22s  %4.0f %%  %7d  %5s  %6s  %d\n", s, spread(costs, s, "%.2f"),
      s == first ? "1" : spread(ratios, s, "%.3f"), s == "floor" ? "1" : spread(floors, s, "%.3f"),
      quantile(shares, s, .5), quantile(speeds, s, .5), size(answer[s]), size(denial[s]), lost[s]
    if (quantile(shares, s, .5) < 85 && only != "dnsperf") idle = idle " " s
    if (answer[s] != answer[first] || denial[s] != denial[first]) other = other " " s
  }
  if (only == "edns") {
    for (i = 1; i <= count; i++) printf "%s%s: %s, query %s bytes", (i > 1 ? "; " : ""), name[i],
      (cookie[name[i]] == "yes" ? "cookie" : "no cookie"), query[name[i]]
    print ""
  } else if (query[first] != "") {
    printf "query %s bytes\n", size(query[first])
  }
  if (only != "dnsperf" && other != "") print "replies are not as long as those of " first ":" other
  if (idle != "") print "core not saturated (something else ran there, or the driver was too slow):" idle
}

function latencies(   s, file, line, part, all, seen, b, wanted, k, out, last) {
  split("0.5 0.9 0.99 0.999", wanted, " ")
  printf "%-7s  %8s  %8s  %8s  %8s  %8s  %-26s  %-26s  %s\n", "server", "p50 us", "p90", "p99", "p99.9", "most",
    "p99 of slices", "p99.9 of slices", "us per answer"
  for (i = 1; i <= count; i++) {
    s = name[i]
    file = folder "/histogram." s
    delete histogram
    all = 0
    while ((getline line <file) > 0) {
      split(line, part, " ")
      histogram[part[1] + 0] += part[2]
      all += part[2]
    }
    close(file)
    k = 1
    seen = 0
    buckets = 0
    for (b in histogram) bucket[++buckets] = b + 0
    sort(bucket, buckets)
    out = ""
    for (b = 1; b <= buckets; b++) {
      seen += histogram[bucket[b]]
      for (; k <= 4 && seen >= wanted[k] * all; k++) {
        percentile[s, k] = bucket[b] / 1e3
        out = out sprintf("  %8.1f", bucket[b] / 1e3)
      }
      last = bucket[b] / 1e3
    }
    printf "%-7s%s  %8.1f  %-26s  %-26s  %.2f%s\n", s, out, last, spread(p99s, s, "%.1f"), spread(p999s, s, "%.1f"),
      quantile(costs, s, .5), lost[s] ? "  lost " lost[s] : ""
  }
}

function row(s,   k) {
  printf "workload=%s server=%s", only, s >>rows
  keys("cpu_us", costs, s)
  keys("first_by_server", ratios, s)
  keys("server_by_floor", floors, s)
  keys("share_percent", shares, s)
  keys("qps", speeds, s)
  printf " lost=%d late=%d answer=%s denial=%s", lost[s], late[s], answer[s], denial[s] >>rows
  if (only == "latency") {
    printf " p50_us=%s p90_us=%s p99_us=%s p999_us=%s", percentile[s, 1], percentile[s, 2], percentile[s, 3],
      percentile[s, 4] >>rows
  }
  print "" >>rows
}

function keys(key, values, s) {
  if (!((s, 0) in values)) return
  printf " %s=%.4f %s_q1=%.4f %s_q3=%.4f", key, quantile(values, s, .5), key, quantile(values, s, .25), key,
    quantile(values, s, .75) >>rows
}

# values[s, 0] is how many there are.
function add(values, s, value) { values[s, ++values[s, 0]] = value + 0 }

function spread(values, s, form) {
  if (!((s, 0) in values)) return "-"
  return sprintf(form " (" form " - " form ")", quantile(values, s, .5), quantile(values, s, .25),
    quantile(values, s, .75))
}

function quantile(values, s, share,   count, i, sorted, at, below) {
  count = values[s, 0]
  for (i = 1; i <= count; i++) sorted[i] = values[s, i]
  sort(sorted, count)
  at = 1 + (count - 1) * share
  below = int(at)
  return below >= count ? sorted[count] : sorted[below] + (at - below) * (sorted[below + 1] - sorted[below])
}

function sort(list, count,   i, j, value) {
  for (i = 2; i <= count; i++) {
    value = list[i]
    for (j = i - 1; j > 0 && list[j] > value; j--) list[j + 1] = list[j]
    list[j + 1] = value
  }
}

# Both are LEAST-MOST, 0-0 if nothing was seen.
function widen(lengths, s, text,   new, old) {
  if (text == "0-0") return
  split(text, new, "-")
  if (s in lengths) {
    split(lengths[s], old, "-")
    if (old[1] < new[1]) new[1] = old[1]
    if (old[2] > new[2]) new[2] = old[2]
  }
  lengths[s] = new[1] "-" new[2]
}

function size(text,   part) {
  if (text == "") return "-"
  split(text, part, "-")
  return part[1] == part[2] ? part[1] : text
}
