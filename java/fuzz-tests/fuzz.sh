#!/usr/bin/env bash
# Fuzzes every reader with inputs of a fuzzer's making, guided by the code that they reach (libFuzzer, through Jazzer).
#
#   java/fuzz-tests/fuzz.sh SECONDS [TARGET...]   SECONDS for each target; by default all of them
#
# Begins with the corpus in src/test/resources, goes on with what it found in earlier runs (target/corpus), and ends with a
# table. A fault ends its target; the input that caused it is in target/faults: move it to the corpus, where every test run
# replays it, and mend what it shows. Needs a build before (./weft test). In CI the fuzzer's seed is always the same, so that
# a change is judged by what it changes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

seconds=${1:?"SECONDS for each target"}
shift
targets=("$@")
if [ ${#targets[@]} = 0 ]; then
  while read -r file; do
    file=${file#src/test/java/}
    file=${file%.java}
    targets+=("${file//\//.}")
  done < <(find src/test/java -name '*FuzzTest.java' | sort)
fi
[ -d target/lib ] || {
  echo "fuzz.sh: nothing is built here: run ./weft test before" >&2
  exit 1
}

# fuzz TARGET: its exit status is the fuzzer's.
fuzz() {
  local corpus=target/corpus/$1 seeds
  seeds=src/test/resources/${1//.//}Inputs/read
  mkdir -p "$corpus" target/faults
  java -XX:+UseSerialGC -Xmx512m -Djava.awt.headless=true -XX:-OmitStackTraceInFastThrow \
    -cp "target/test-classes:$(printf '%s:' target/lib/*.jar)" \
    com.code_intelligence.jazzer.Jazzer --target_class="$1" --instrumentation_includes='dev.weft.**:io.jhdf.**' \
    --reproducer_path=target/faults -artifact_prefix=target/faults/"$1"- -max_total_time="$seconds" \
    -max_len=65536 -rss_limit_mb=2048 -timeout=60 -print_final_stats=1 ${CI:+-seed=1} "$corpus" "$seeds" \
    >"target/fuzz-$1.log" 2>&1
}

# Two at a time where there are processors for it.
jobs=$(getconf _NPROCESSORS_ONLN)
failed=()
for target in "${targets[@]}"; do
  while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do wait -n || true; done
  { fuzz "$target" && echo sound || echo fault; } >"target/fuzz-$target.status" &
done
wait
printf '%-34s %12s %10s  %s\n' target executions coverage ""
for target in "${targets[@]}"; do
  log=target/fuzz-$target.log
  status=$(cat "target/fuzz-$target.status")
  printf '%-34s %12s %10s  %s\n' "${target#dev.weft.}" \
    "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")" \
    "$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)" "$status"
  [ "$status" = sound ] || failed+=("$target")
done
if [ ${#failed[@]} != 0 ]; then
  for target in "${failed[@]}"; do
    echo "fuzz.sh: $target found a fault:" >&2
    grep -m 1 -A 30 '^== Java Exception' "target/fuzz-$target.log" >&2 || tail -n 30 "target/fuzz-$target.log" >&2
  done
  exit 1
fi
