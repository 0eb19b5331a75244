#!/usr/bin/env bash
# Tries run.sh itself, on a GPU machine of stand-ins: programs that succeed, fail, refuse, and hang with children that ignore
# every request to end. A minute, of waiting; no bundle and no GPU needed.
set -euo pipefail

here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

fail() {
  echo "run.sh: $1" >&2
  exit 1
}

# program PATH: what comes in is a program of the stand-in bundle.
program() {
  mkdir -p "$(dirname "$1")"
  { echo '#!/bin/bash' && cat; } >"$1"
  chmod +x "$1"
}

bundle=$place/bundle
mkdir -p "$bundle/benchmarks/gpu" "$bundle/lib/native/dev/weft/binding/linux-x86_64-gpu"
cp "$here/run.sh" "$bundle/benchmarks/gpu/"
touch "$bundle/lib/native/dev/weft/binding/linux-x86_64-gpu/libweft_cuda.so"
program "$bundle/bin/weft" <<<'[ "$1" = info ] && echo "of this machine" || { echo "broken: \"$1\" on	C:\\"; exit 1; }'
program "$bundle/benchmarks/gpu/bin/weft-gpu" <<'TEXT'
case $1 in
  device)
    [ -z "${NO_GPU:-}" ] || { echo "weft-gpu: none to be seen" >&2; exit 4; }
    echo '{"kind": "device", "name": "Stand-in", "driver": "580.1"}'
    ;;
  repeat) echo '{"kind": "repeat", "path": "general", "bitwise the same": true}' ;;
  replicas) echo "weft-gpu: not on this one" >&2; exit 4 ;;
  throughput) echo '{"kind": "epochs", "contestant": "Weft cuda", "network": "784-32-32-10", "batch": 32, "replicas": 1, "samples": 50000, "median": 0.008, "path": "latency"}' ;;
esac
TEXT
# A process that ignores requests, one in a group of its own, and one that its parent leaves behind.
program "$bundle/benchmarks/gpu/bin/weft-gpu-micro" <<'TEXT'
trap '' TERM
echo '{"kind": "micro", "what": "launch", "blocks": 1, "nanoseconds": 2000}'
(sleep 300.11 &)
timeout 300 sleep 300.11
sleep 300.11
TEXT

left_behind() { grep -alz '^300.11$' /proc/[0-9]*/cmdline 2>/dev/null | wc -l; }

only=info,repeat,replicas,weft,micro,experiments
program "$place/path/nvidia-smi" <<<'sleep 300.11'
start=$SECONDS
status=0
PATH=$place/path:$PATH "$bundle/benchmarks/gpu/run.sh" --out "$place/out" --only $only 2>"$place/said" || status=$?
seconds=$((SECONDS - start))
[ $status = 1 ] || fail "ended with $status"
# The limit of the section that hangs, and a question to the driver that hangs too.
[ $seconds -lt 60 ] || fail "took $seconds seconds"
[ "$(left_behind)" = 0 ] || fail "left processes behind"
[ "$(cd "$place/out" && echo *)" = "gpu.json gpu.md logs.tar.gz" ] || fail "wrote $(ls "$place/out")"
for text in '"device": "Stand-in"' '"driver": "580.1"' '"name": "info", "state": "ok"' '"name": "repeat", "state": "ok"' \
  '"name": "replicas", "state": "failed", "reason": "weft-gpu: not on this one"' '"name": "weft", "state": "ok"' \
  '"name": "micro", "state": "failed", "reason": "not done after 15 seconds"' '"section": "micro", "kind": "micro"' \
  '"state": "failed", "reason": "exit status 1: broken: \"experiments\" on C:\\"'; do
  grep -qF "$text" "$place/out/gpu.json" || { cat "$place/said" "$place/out/gpu.json" >&2; fail "gpu.json has no $text"; }
done
grep -q '^| Weft cuda | 784-32-32-10 | 32 | 1 | latency | 0.00800 | 5.12 |' "$place/out/gpu.md" || fail "gpu.md has no figure"
# Not through a pipe: grep ends at the first match, and what still writes into the pipe fails then.
grep -q logs/micro.log <(tar -tzf "$place/out/logs.tar.gz") || fail "the logs are not packed"
if command -v python3 >/dev/null; then python3 -m json.tool "$place/out/gpu.json" /dev/null || fail "gpu.json is none"; fi

# Where there is no GPU, the reason, and nothing is run.
NO_GPU=yes PATH=$place/path:$PATH "$bundle/benchmarks/gpu/run.sh" --out "$place/none" --only $only 2>"$place/said" ||
  fail "ended with $? where there is no GPU"
grep -qF '"name": "weft", "state": "skipped", "reason": "no GPU: none to be seen"' "$place/none/gpu.json" ||
  fail "gpu.json does not say that there is no GPU"

# Interrupted, it takes along what runs.
PATH=$place/path:$PATH "$bundle/benchmarks/gpu/run.sh" --out "$place/cut" --only micro 2>"$place/said" &
sleep 13
kill -TERM $!
wait $! 2>/dev/null || true
sleep 0.5
[ "$(left_behind)" = 0 ] || fail "left processes behind when it was ended"
echo "run.sh: all as it should be"
