#!/usr/bin/env bash
# Everything that only a GPU can show, in one go and below 8 minutes: correctness, speed, and other frameworks beside it.
# Runs in an unpacked bundle, builds nothing, needs no network, JDK or CUDA toolkit; README.md says what each section does.
#
#   benchmarks/gpu/run.sh [--out FOLDER] [--minutes N] [--only SECTION,...] [--cpu] [--list]
#
# Writes three files, after each section anew: gpu.json, gpu.md, and logs.tar.gz with what each section printed. A section
# that fails, or that something is missing for, is recorded with its reason, and the rest goes on; what hangs is ended with
# all that it started. Exit status: 0 nothing failed, 1 a section failed, 2 misuse. Where there is no GPU every section
# that needs one is skipped; --cpu runs what has a meaning on the CPU there, on little data, which tests this script.
set -uo pipefail

here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=$(cd -P "$here/../.." && pwd)
weft=$home/bin/weft
natives=$home/lib/native
cuda_library=$natives/dev/weft/binding/linux-x86_64-gpu/libweft_cuda.so
blas=$natives/org/bytedeco/openblas/linux-x86_64
python=${WEFT_PYTHON:-python3}

say() { printf '%s\n' "$*" >&2; }

misuse() {
  say "run.sh: $1"
  exit 2
}

sections="info tests repeat replicas micro weft peers-pytorch peers-jax experiments bench sanitizer"
out=
minutes=8
only=
cpu=no
while [ $# -gt 0 ]; do
  case $1 in
    --out | --minutes | --only)
      [ $# -ge 2 ] || misuse "$1 takes a value"
      case $1 in --out) out=$2 ;; --minutes) minutes=$2 ;; --only) only=$2 ;; esac
      shift
      ;;
    --cpu) cpu=yes ;;
    --list)
      printf '%s\n' $sections
      exit 0
      ;;
    -h | --help)
      sed -n '2,/^set/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
      exit 0
      ;;
    *) misuse "there is no option '$1'; there are --out, --minutes, --only, --cpu and --list" ;;
  esac
  shift
done
case $minutes in '' | *[!0-9]* | 0*) misuse "--minutes takes a whole number, not '$minutes'" ;; esac
for section in ${only//,/ }; do
  case " $sections " in *" $section "*) ;; *) misuse "there is no section '$section'; --list names them" ;; esac
done
[ -x "$weft" ] || misuse "$home is no bundle: ./weft bundle makes one, and this script runs in it, unpacked"
: "${out:=${TMPDIR:-/tmp}/weft-gpu-$(date +%Y%m%d-%H%M%S)}"
mkdir -p "$out" && : >"$out/gpu.md" || misuse "nothing can be written into $out"
files=$(cd "$out" && pwd)
scratch=$(mktemp -d)
# What is written on the way; of all of it three files come out.
out=$scratch/out
mkdir -p "$out/logs" && : >"$out/sections" && : >"$out/results"
running=

# end_session LEADER SIGNAL: a command of limited(), and all that it started; fails where none of them lives.
end_session() {
  local status line state session found=1
  for status in /proc/[0-9]*/stat; do
    { read -r line <"$status"; } 2>/dev/null || continue
    # After the name, which may hold anything: state, parent, group, session.
    read -r state _ _ session _ <<<"${line##*) }"
    case $session$state in
      "$1"[ZX]) ;;
      "$1"?) found=0 && kill -"$2" "${line%% *}" 2>/dev/null ;;
    esac
  done
  return $found
}

# kill_session LEADER: again until all are gone, for one that is killed may leave its parent the time to start another, and
# dying takes a while; but three seconds at most, since what hangs in a driver does not die.
kill_session() {
  local try
  for try in {1..30}; do
    end_session "$1" KILL || return 0
    sleep 0.1
  done
}

# limited SECONDS LOG COMMAND...: runs a command in a session of its own, which ends when it does or when its time is over:
# 124 then. Not even what cannot be killed (a driver that hangs) is waited for.
limited() {
  local end=$((SECONDS + $1)) log=$2 code=124 signal
  shift 2
  setsid "$@" </dev/null >"$log" 2>&1 &
  running=$!
  while kill -0 $running 2>/dev/null && [ $SECONDS -lt $end ]; do sleep 0.1; done
  if ! kill -0 $running 2>/dev/null; then
    wait $running
    code=$?
  else
    end_session $running TERM
    for _ in 1 2 3 4 5 6 7 8 9 10; do
      kill -0 $running 2>/dev/null && sleep 0.2
    done
  fi
  kill_session $running
  running=
  return $code
}

finish() {
  [ -z "$running" ] || kill_session "$running"
  rm -rf "$scratch"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# asked LIMIT COMMAND...: the output of a question to the driver, which may hang.
asked() {
  local code=0
  limited "$1" "$scratch/answer" "${@:2}" || code=$?
  cat "$scratch/answer"
  return $code
}

# --- The machine.

# CUDA's first device is nvidia-smi's, the one that this process may see.
export CUDA_DEVICE_ORDER=PCI_BUS_ID
device=${CUDA_VISIBLE_DEVICES:-0}
device=${device%%,*}
# One that did not answer is not asked again.
smi() {
  [ ! -e "$scratch/no-smi" ] || return 1
  asked 10 nvidia-smi --query-gpu="$1" --format=csv,noheader -i "$device" || touch "$scratch/no-smi"
  [ ! -e "$scratch/no-smi" ]
}

backend=cuda
gpu=
driver=
if [ $cpu = yes ]; then
  backend=cpu
  no_gpu=
elif [ ! -e "$cuda_library" ]; then
  no_gpu="this bundle has no CUDA library: it was made where there was no nvcc"
else
  # The driver's own tool may be missing where the driver is not, and the other way round.
  if command -v nvidia-smi >/dev/null && gpu=$(smi name); then driver=$(smi driver_version); else gpu=; fi
  if answer=$(asked 60 "$here/bin/weft-gpu" device "cuda=$cuda_library"); then
    no_gpu=
    [ -n "$gpu" ] || gpu=$(sed -n 's/.*"name": "\([^"]*\)".*/\1/p' <<<"$answer")
    [ -n "$driver" ] || driver=$(sed -n 's/.*"driver": "\([^"]*\)".*/\1/p' <<<"$answer")
  elif [ -n "$gpu" ]; then
    # A library that cannot use the GPU that is there: each section says so and fails.
    no_gpu=
  else
    no_gpu="no GPU: $(tail -n 1 <<<"$answer" | sed 's/^weft-gpu: //')"
  fi
fi
# cuBLAS, for wide layers: "auto" where the loader finds it by itself, else its path.
find_cublas() {
  local packages version folder
  packages=$("$python" -c 'import sys; print("\n".join(p for p in sys.path if p.endswith("-packages")))' 2>/dev/null)
  for version in 13 12; do
    if grep -q "libcublas\.so\.$version " <(ldconfig -p 2>/dev/null); then
      echo auto
      return
    fi
    while IFS= read -r folder; do
      if [ -e "$folder/libcublas.so.$version" ]; then
        echo "$folder/libcublas.so.$version"
        return
      fi
    done < <(printf '%s\n' /usr/local/cuda/lib64 /usr/local/cuda-"$version"*/lib64
      [ -z "$packages" ] || sed 's,$,/nvidia/cu13/lib,; p; s,/cu13/lib$,/cublas/lib,' <<<"$packages")
  done
  echo auto
}
if [ $backend = cuda ]; then
  cublas=$(find_cublas)
  native=("cuda=$cuda_library" "cublas=$cublas")
  export WEFT_JAVA_OPTIONS="${WEFT_JAVA_OPTIONS:-} -Dweft.cuda.cublas=$cublas"
else
  native=("backend=cpu" "blas=$blas/libquadmath.so.0,$blas/libgfortran.so.5,$blas/libopenblas.so.0")
fi
commit=$(cat "$home/commit" 2>/dev/null || echo unknown)

# The data, inflated once for the programs that read it as it is. Without it they draw images.
data=
for folder in "$home/data/fashion-mnist" /usr/share/datasets/fashion-mnist; do
  if [ -e "$folder/train-images-idx3-ubyte" ]; then
    data=$folder
  elif [ -e "$folder/train-images-idx3-ubyte.gz" ] && command -v gzip >/dev/null; then
    data=$scratch/data
    mkdir -p "$data"
    for file in "$folder"/*.gz; do gzip -dc "$file" >"$data/$(basename "$file" .gz)"; done
  fi
  [ -z "$data" ] || break
done

# --- Sections: `section NAME LIMIT FUNCTION` runs a function in a process of its own. Lines of its output that are JSON
# --- objects are its results; all of it is its log. It ends with 0, or with 4 and the reason in its last line where
# --- something is missing.

started=$SECONDS
failed=0

json_text() { printf '%s' "$1" | tr '\000-\037' ' ' | sed 's/\\/\\\\/g; s/"/\\"/g'; }

section() {
  local name=$1 limit=$2 state reason='' begin=$SECONDS left=$((minutes * 60 - SECONDS + started)) code
  local log=$out/logs/$name.log
  [ -z "$only" ] || case ",$only," in *",$name,"*) ;; *) return 0 ;; esac
  : >"$log"
  if [ -n "$no_gpu" ] && [ "$name" != info ]; then
    state=skipped
    reason=$no_gpu
  elif [ "$left" -lt 5 ]; then
    state=skipped
    reason="the $minutes minutes were over"
  else
    [ "$limit" -le "$left" ] || limit=$left
    export -f "section_$name" run_json missing
    code=0
    limited "$limit" "$log" bash -uo pipefail -c "section_$name" || code=$?
    case $code in
      0) state=ok ;;
      4)
        state=skipped
        reason=$(tail -n 1 "$log")
        # Where there is a GPU, a library that cannot use it is a failure.
        case $name in repeat | replicas | weft) [ -z "$gpu" ] || state=failed ;; esac
        ;;
      124)
        state=failed
        reason="not done after $limit seconds"
        ;;
      *)
        state=failed
        reason="exit status $code: $(grep -av '^{' "$log" | grep -av '^[[:space:]]*$' | tail -n 1)"
        ;;
    esac
    grep -a '^{.*}$' "$log" | sed "s/^{/{\"section\": \"$name\", /" >>"$out/results"
  fi
  [ $state != failed ] || failed=1
  printf '{"name": "%s", "state": "%s", "reason": "%s", "seconds": %d}\n' "$name" $state "$(json_text "$reason")" \
    $((SECONDS - begin)) >>"$out/sections"
  say "$(printf '%-14s %-8s %4d s  %s' "$name" $state $((SECONDS - begin)) "$reason")"
  report
}

missing() {
  printf '%s\n' "$1"
  exit 4
}

# run_json COMMAND...: the command; a later one runs too where it fails, and the section fails at its end.
run_json() {
  local code=0
  "$@" || code=$?
  # That something is missing counts less than a failure.
  if [ $code != 0 ] && { [ $code != 4 ] || [ $worst = 0 ]; }; then worst=$code; fi
}

section_info() {
  if command -v nvidia-smi >/dev/null; then timeout --foreground 10 nvidia-smi; fi
  "$weft" info
}

section_tests() {
  # All tests of all backends: on a machine with a GPU, cuda is one of those that are held against plain Java.
  cd "$scratch" || exit 1
  "$home/runtime/bin/java" "@$home/lib/java.options" -Xmx2g -Dweft.home="$home" -Dweft.cuda.cublas="${cublas:-auto}" \
    --class-path "$home/lib/tests/classes:$natives:$home/lib/jars/*:$(echo "$home"/lib/tests/*.jar)" \
    org.junit.platform.console.ConsoleLauncher execute --disable-banner --details=tree --disable-ansi-colors \
    --select-package="$test_package" >"$out/logs/tests-tree.log" 2>&1
  local code=$?
  count() { sed -n "s/^\[ *\([0-9]*\) tests $1.*/\1/p" "$out/logs/tests-tree.log"; }
  grep -aE '^\[|=>' "$out/logs/tests-tree.log" | head -n 60
  local of_cuda
  of_cuda=$(grep -ac ' backend cuda' "$out/logs/tests-tree.log")
  printf '{"kind": "tests", "successful": %d, "failed": %d, "aborted": %d, "runs of cuda": %d}\n' \
    "$(count successful)" "$(count failed)" "$(count aborted)" "$of_cuda"
  if [ $backend = cuda ] && [ "$of_cuda" = 0 ]; then
    echo "no test was of cuda"
    exit 1
  fi
  exit $code
}

section_repeat() {
  worst=0
  run_json "$here/bin/weft-gpu" repeat "${native[@]}"
  run_json "$here/bin/weft-gpu" repeat "${native[@]}" network=784-512-256-10 dropout=0 samples=1100
  # Batches that are large enough for cuBLAS.
  [ $backend = cpu ] || run_json "$here/bin/weft-gpu" repeat "${native[@]}" network=784-512-256-10 samples=2100 batch=1024
  run_json "$here/bin/weft-gpu" repeat "${native[@]}" batch=1024
  exit $worst
}

section_replicas() {
  worst=0
  run_json "$here/bin/weft-gpu" replicas "${native[@]}"
  [ $backend = cpu ] || run_json "$here/bin/weft-gpu" replicas "${native[@]}" network=784-512-256-10 samples=2100 batch=1024 replicas=3
  run_json "$here/bin/weft-gpu" replicas "${native[@]}" batch=1024 replicas=3
  exit $worst
}

section_micro() {
  [ $backend = cuda ] || missing "the micro-measurements are of a GPU"
  [ -e "$here/bin/weft-gpu-micro" ] || missing "this bundle was built without nvcc"
  "$here/bin/weft-gpu-micro"
}

# What matters most first: where time ends, the rest is left out.
section_weft() {
  worst=0
  measure() { run_json "$here/bin/weft-gpu" throughput "${native[@]}" "data=$data" "$@"; }
  if [ $backend = cpu ]; then
    measure samples=2000 && measure samples=2000 replicas=2 epochs=3
    exit $worst
  fi
  measure
  measure replicas=128
  for replicas in 8 32; do measure replicas=$replicas epochs=4; done
  for batch in 128 1024 8192; do measure batch=$batch; done
  measure batch=1 samples=10000 epochs=3
  for network in 784-32-32-1 784-128-64-10 784-512-256-10; do
    for batch in 32 128 1024 8192; do measure network=$network batch=$batch epochs=4; done
    measure network=$network batch=1 samples=2000 epochs=3
  done
  # The same without cuBLAS: where it is worth its calls is for these figures to say (is_wide in wide_product.h).
  for batch in 32 128 1024 8192; do measure network=784-512-256-10 batch=$batch epochs=4 cublas=off; done
  for path in general throughput latency grid; do measure path=$path epochs=4; done
  for batch in 1024 8192; do measure path=general batch=$batch epochs=4; done
  for batch in 64 128 256; do for path in latency grid; do measure path=$path batch=$batch epochs=4; done; done
  exit $worst
}

section_peers_of() {
  local module=$1 file=$2
  shift 2
  python=$(python_with "$module") || missing "there is no Python with $module; WEFT_PYTHON says which it is"
  # What they compile is kept nowhere else.
  export TORCHINDUCTOR_CACHE_DIR=$scratch/inductor TRITON_CACHE_DIR=$scratch/triton
  if [ $backend = cpu ]; then
    set -- "$@" --device cpu --samples 2000 --batches 32 --replicas 1,2
  else
    set -- "$@" --batches 32,1024,8192,128 --networks 784-32-32-10,784-512-256-10
  fi
  "$python" "$here/peers/$file" --data "$data" "$@"
}

section_peers-pytorch() {
  section_peers_of torch pytorch_peer.py --seconds $((peer_seconds + 25))
}

# python_with MODULE: the one that was asked for, or else the first of the usual ones that has it.
python_with() {
  local candidate
  for candidate in "$python" $([ -n "${WEFT_PYTHON:-}" ] || echo python /opt/venv/bin/python /opt/conda/bin/python); do
    if "$candidate" -c "import importlib.util, sys; sys.exit(not importlib.util.find_spec('$1'))" 2>/dev/null; then
      echo "$candidate"
      return 0
    fi
  done
  return 1
}

section_peers-jax() {
  # All memory of the GPU at once is its habit; other sections may need some.
  export XLA_PYTHON_CLIENT_PREALLOCATE=false
  worst=0
  run_json section_peers_of jax jax_peer.py --seconds $((peer_seconds - 15))
  # The loop itself in a CUDA graph, which XLA does where it is told to before it starts.
  export XLA_FLAGS="${XLA_FLAGS:-} --xla_gpu_enable_command_buffer=+WHILE"
  [ $backend = cpu ] || run_json section_peers_of jax jax_peer.py --seconds 20 --forms graph
  exit $worst
}

section_experiments() {
  [ -n "$data" ] || missing "the data set is not here: make the bundle --with-data"
  "$weft" experiments --backend $backend --quiet --out "$out/experiments"
}

section_bench() {
  if [ $backend = cpu ]; then set -- --batch-size 8192 --epochs 1; else set --; fi
  "$weft" bench --backend $backend --max-seconds 30 "$@"
}

section_sanitizer() {
  [ $backend = cuda ] || missing "compute-sanitizer watches a GPU"
  local tool='' candidate
  for candidate in "$(command -v compute-sanitizer)" /usr/local/cuda/bin/compute-sanitizer \
    /usr/local/cuda*/compute-sanitizer/compute-sanitizer /opt/nvidia/nsight-compute/*/host/*/compute-sanitizer \
    /usr/lib/nvidia-cuda-toolkit/compute-sanitizer/compute-sanitizer; do
    if [ -z "$tool" ] && [ -x "$candidate" ]; then tool=$candidate; fi
  done
  [ -n "$tool" ] || missing "compute-sanitizer is not on this machine"
  worst=0
  for check in memcheck racecheck synccheck; do
    echo "== $check"
    # In the foreground: the section's end is this one's too.
    if timeout --foreground --kill-after=5 60 "$tool" --tool $check --error-exitcode 9 --launch-timeout 60 "$here/bin/weft-gpu" everything "${native[@]}"; then
      printf '{"kind": "sanitizer", "tool": "%s", "state": "clean"}\n' $check
    else
      worst=$?
      printf '{"kind": "sanitizer", "tool": "%s", "state": "exit status %d"}\n' $check $worst
    fi
  done
  exit $worst
}

# --- The three files.

report() {
  local list clocks_now
  clocks_now=$([ -z "$gpu" ] || smi clocks.sm,clocks.mem)
  clocks_now=$clocks${clocks_now:+; at the end: $clocks_now}
  list() { sed '$!s/$/,/; s/^/    /' "$1"; }
  {
    printf '{\n  "commit": "%s",\n  "started": "%s",\n  "backend": "%s",\n' "$commit" "$when" $backend
    printf '  "device": "%s",\n  "driver": "%s",\n' "$(json_text "$gpu")" "$(json_text "$driver")"
    printf '  "clocks": "%s",\n' "$(json_text "$clocks_now")"
    printf '  "host": "%s",\n  "data": "%s",\n' "$(json_text "$host")" "$([ -n "$data" ] && echo Fashion-MNIST || echo drawn)"
    printf '  "sections": [\n%s\n  ],\n' "$(list "$out/sections")"
    printf '  "results": [\n%s\n  ]\n}\n' "$(list "$out/results")"
  } >"$out/gpu.json"
  {
    printf '# Weft on %s\n\n' "${gpu:-a machine without a GPU}"
    printf 'Commit %s, %s, driver %s, %s; %s.\n\n' "$commit" "$when" "${driver:-unknown}" "$clocks" "$host"
    printf 'Command: `%s`. Data: %s.\n\n' "$command_line" "$([ -n "$data" ] && echo Fashion-MNIST || echo 'drawn images, not the real ones')"
    printf '| section | state | seconds | |\n|---|---|---:|---|\n'
    awk "$fields"'{ printf "| %s | %s | %s | %s |\n", field("name"), field("state"), field("seconds"), field("reason") }' "$out/sections"
    printf '\n## Seconds of an epoch\n\nOf 50,000 samples, medians; a figure of fewer samples is scaled. With replicas, of all of them at once.\n\n'
    printf '| | network | batch | replicas | path | seconds | us a step | accuracy |\n|---|---|---:|---:|---|---:|---:|---:|\n'
    awk "$fields"'field("kind") == "epochs" {
      samples = field("samples"); batch = field("batch"); accuracy = field("accuracy")
      if (field("refused") != "") { seconds = field("refused"); step = "" }
      else {
        steps = int((samples + batch - 1) / batch)
        seconds = sprintf("%.5f", field("median") * 50000 / samples); step = sprintf("%.2f", 1e6 * field("median") / steps)
      }
      path = (field("path") == "" ? field("forced") : field("path"))
      if (field("wide layers") != "") path = path (field("wide layers") ~ /^cuBLAS/ ? ", cuBLAS" : ", own tiles")
      printf "| %s | %s | %s | %s | %s | %s | %s | %s |\n", field("contestant"), field("network"), batch, field("replicas"), path, seconds, step, (accuracy == "" ? "" : sprintf("%.4f", accuracy)) }' "$out/results"
    printf '\n## Checks\n\n| section | path | outcome |\n|---|---|---|\n'
    awk "$fields"'
      field("kind") == "repeat" || field("kind") == "replicas" {
        outcome = "bitwise the same: " field("bitwise the same")
        if (field("relative error") != "") outcome = outcome "; relative error " field("relative error")
        if (field("refused") != "") outcome = field("refused")
        path = field("path")
        if (field("wide layers") != "") path = path ", " field("wide layers")
        printf "| %s | %s | %s |\n", field("kind"), path, outcome
      }
      field("kind") == "sanitizer" { printf "| %s | | %s |\n", field("tool"), field("state") }
      field("kind") == "tests" {
        outcome = field("successful") " passed, " field("failed") " failed, " field("aborted") " not applicable"
        printf "| tests | | %s; %s runs with the backend cuda |\n", outcome, field("runs of cuda")
      }' "$out/results"
    printf '\n## Small measurements\n\n| what | blocks | nanoseconds |\n|---|---:|---:|\n'
    awk "$fields"'field("kind") == "micro" { printf "| %s | %s | %s |\n", field("what"), field("blocks"), field("nanoseconds") }' "$out/results"
  } >"$out/gpu.md"
  tar -C "$scratch" -czf "$scratch/logs.tar.gz" out 2>/dev/null || cat "$out"/logs/*.log | gzip >"$scratch/logs.tar.gz"
  local file
  for file in "$out/gpu.json" "$out/gpu.md" "$scratch/logs.tar.gz"; do
    cp "$file" "$files/part" && mv "$files/part" "$files/$(basename "$file")"
  done
}

# A member of the JSON object in this line; our own lines have no nested objects before the members asked for.
fields='function field(name,   at, rest) {
  at = index($0, "\"" name "\": "); if (!at) return ""
  rest = substr($0, at + length(name) + 4)
  if (substr(rest, 1, 1) == "\"") { rest = substr(rest, 2); gsub(/\\"/, "\047", rest); return substr(rest, 1, index(rest, "\"") - 1) }
  match(rest, /^[^,}]*/); return substr(rest, 1, RLENGTH)
}
'

when=$(date -u +%Y-%m-%dT%H:%M:%SZ)
command_line="benchmarks/gpu/run.sh$([ $cpu = no ] || echo ' --cpu')"
clocks="no clocks, since nvidia-smi tells none"
if [ -n "$gpu" ] && smi name >/dev/null; then
  clocks="clocks $(smi clocks.sm,clocks.mem), limits $(smi clocks.max.sm,clocks.max.mem), power limit $(smi power.limit)"
fi
host="$(uname -sr), $(getconf _NPROCESSORS_ONLN) processors"
if [ $backend = cpu ]; then
  peer_seconds=20
  test_package=dev.weft.binding
else
  peer_seconds=70
  test_package=dev.weft.backend
fi
export here home weft natives cublas cuda_library python backend data out scratch peer_seconds test_package
# Arrays are not inherited by the processes of the sections.
declare -p native >"$scratch/native"
export BASH_ENV=$scratch/native
export -f section_peers_of python_with

section info 30
section tests 110
section repeat 20
section replicas 20
section weft 120
section micro 15
section peers-pytorch 110
section peers-jax 100
section experiments 40
section bench 40
section sanitizer 120
say "Results: $files/gpu.json, gpu.md and logs.tar.gz, $((SECONDS - started)) s"
exit $failed
