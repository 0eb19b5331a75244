#!/usr/bin/env bash
# Throughput and latency of ./weft serve over loopback, by the load generator wrk: single images as JSON pixels and as PNG,
# from 1, 16 and 64 connections. Writes serve.json and serve.md.
#
#   benchmarks/serve/run.sh [--seconds N] [--results FOLDER] [RUN]
#
# RUN is the folder of a run of ./weft experiments; without it the newest in runs/ is taken. wrk and the server share the
# machine's cores, so the figures are those of both together.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
seconds=4
results=$root/benchmarks/results
run=''

fail() {
  printf 'serve/run.sh: %s\n' "$1" >&2
  exit "${2:-1}"
}

while [ $# -gt 0 ]; do
  case $1 in
    --seconds) seconds=${2:?--seconds needs a number} && shift 2 ;;
    --results) results=${2:?--results needs a folder} && shift 2 ;;
    -*) fail "unknown option $1; there are --seconds N and --results FOLDER" 2 ;;
    *) run=$1 && shift ;;
  esac
done
case $seconds in *[!0-9]* | '') fail "--seconds takes a whole number, not '$seconds'" 2 ;; esac
[ -d "$results" ] || fail "--results $results is no folder" 2
command -v wrk >/dev/null || fail 'the load generator wrk is missing: apt-get install wrk, or https://github.com/wg/wrk'
[ -n "$run" ] || [ ! -d "$root/runs" ] ||
  run=$(find "$root/runs" -mindepth 2 -maxdepth 2 -name results.json -printf '%T@ %h\n' | sort -n | sed -n '$s/^[^ ]* //p')
[ -n "$run" ] || fail 'there is no run to serve: make one with ./weft experiments, or name one'

work=$(mktemp -d)
server=''
finish() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ -z "$server" ] || wait "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

"$root/weft" serve "$run" --port 0 --quiet >"$work/url" &
server=$!
for _ in $(seq 600); do
  [ -s "$work/url" ] && break
  kill -0 "$server" 2>/dev/null || fail 'the server did not start, see above'
  sleep 0.2
done
url=$(cat "$work/url")
[ -n "$url" ] || fail 'the server did not say where it listens'

# load BODY TYPE CONNECTIONS SECONDS: the line that load.lua reports.
load() {
  local threads=1
  [ "$3" -lt 16 ] || threads=2
  BODY=$here/$1 TYPE=$2 wrk -t "$threads" -c "$3" -d "${4}s" -s "$here/load.lua" "${url}v1/predict" | tail -n 1
}

# The JVM compiles while it warms up.
load garment.json application/json 16 "$seconds" >/dev/null
load garment.png image/png 16 "$seconds" >/dev/null
: >"$work/lines"
for body in json png; do
  type=application/json
  [ "$body" = json ] || type=image/png
  for connections in 1 16 64; do
    line=$(load "garment.$body" "$type" "$connections" "$seconds")
    printf '{"body": "%s", "connections": %d, %s\n' "$body" "$connections" "${line#\{}" >>"$work/lines"
  done
done
command -v curl >/dev/null && curl -s "${url}metrics" >"$work/metrics" || : >"$work/metrics"
batch=$(awk '/^weft_batch_requests_count\{model="multiclass"/ {n = $2} /^weft_batch_requests_sum\{model="multiclass"/ {s = $2}
  END {if (n > 0) printf "%.2f", s / n; else printf "null"}' "$work/metrics")

commit=$(git -C "$root" rev-parse HEAD 2>/dev/null || echo unknown)
[ -z "$(git -C "$root" status --porcelain --untracked-files=no 2>/dev/null)" ] || commit="$commit, with local changes"
processor=$(sed -n '/^model name/{s/^model name[^:]*: //p;q}' /proc/cpuinfo 2>/dev/null)
java=$("${JAVA_HOME:+$JAVA_HOME/bin/}java" -version 2>&1 | sed -n 's/.*version "\(.*\)".*/\1/p')
date=$(date -u +%Y-%m-%dT%H:%M:%SZ)
command='benchmarks/serve/run.sh'
tool=$({ wrk -v 2>&1 || true; } | sed -n '1s/ \[.*//p')

{
  printf '{\n  "command": "%s",\n  "date": "%s",\n  "commit": "%s",\n' "$command" "$date" "$commit"
  printf '  "cores": %d,\n  "processor": "%s",\n  "os": "%s",\n' "$(nproc)" "$processor" "$(uname -sr)"
  printf '  "java": "%s",\n  "load_generator": "%s",\n' "$java" "$tool"
  printf '  "requests_per_batch": %s,\n  "loads": [\n' "$batch"
  sed 's/^/    /; $!s/$/,/' "$work/lines"
  printf '  ]\n}\n'
} >"$work/serve.json"

{
  printf '# ./weft serve under load\n\n'
  printf 'One image a request, asked of three classifiers, over loopback on kept connections, warm. The load generator takes\n'
  printf 'its part of the same cores.\n\n'
  printf -- '- command: `%s`\n- %s, %s s a load\n- commit: %s\n' "$command" "$date" "$seconds" "$commit"
  printf -- '- cores: %s\n- processor: %s\n- java: %s\n- load generator: %s\n' "$(nproc)" "$processor" "$java" "$tool"
  printf -- '- requests computed in one call, on average over all: %s\n\n' "$batch"
  printf '| body | connections | requests/s | p50 ms | p99 ms | max ms | errors |\n|---|---:|---:|---:|---:|---:|---:|\n'
  sed 's/[{}",:]/ /g' "$work/lines" | awk '{
    for (i = 1; i < NF; i += 2) v[$i] = $(i + 1)
    name = v["body"] == "png" ? "PNG, 28 x 28" : "JSON, 784 pixels"
    printf "| %s | %d | %d | %.2f | %.2f | %.1f | %d |\n", name, v["connections"], v["requests_per_second"], v["p50_ms"],
      v["p99_ms"], v["max_ms"], v["errors"]
  }'
} >"$work/serve.md"

mv "$work/serve.json" "$work/serve.md" "$results/"
cat "$results/serve.md"
