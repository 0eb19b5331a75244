#!/usr/bin/env bash
# Tries ./weft itself, in a checkout of stand-ins: when it builds, what it tells and what it starts. Seconds; needs CMake.
set -euo pipefail

root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

fail() {
  echo "launcher: $1" >&2
  cat "$place/said" >&2
  exit 1
}

# program PATH: what comes in is a program.
program() {
  mkdir -p "$(dirname "$1")"
  { echo '#!/bin/bash' && cat; } >"$1"
  chmod +x "$1"
}

# expect STATUS TEXT COMMAND...: what it says must hold the text.
expect() {
  local status=$1 text=$2 found=0
  shift 2
  PATH=$place/path:$PATH "$@" >"$place/said" 2>&1 </dev/null || found=$?
  [ $found = "$status" ] || fail "$* ended with $found, expected $status"
  grep -q -e "$text" "$place/said" || fail "$* did not say '$text'"
}

# silent TEXT: what was said last must not hold it.
silent() {
  if grep -q -e "$1" "$place/said"; then fail "it said '$1'"; fi
}

unset JAVA_HOME CI WEFT_CHROMIUM WEFT_HEAP WEFT_JAVA_OPTIONS WEFT_CUDA WEFT_CUDA_ARCHITECTURES
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
program "$place/path/java" <<'TEXT'
case $1 in -version) echo 'openjdk version "17.0.1"' >&2 ;; *) printf 'java got %s\n' "$@" "LC_ALL=${LC_ALL:-}" ;; esac
TEXT
program "$place/path/mvn" <<'TEXT'
echo "[INFO] mvn $*"
echo "[INFO] Building Weft engine 0.1.0-SNAPSHOT            [2/9]"
echo "-- Weft 0.1.0: CUDA 13.0 for 80-real;90-real"
if [ -e "$PWD/kernels-changed" ]; then
  echo "[ 93%] Building CUDA object gpu/grid.cu.o"
  echo "[100%] Linking CXX shared library libweft_cuda.so"
fi
mkdir -p java/app/target/lib java/app/target/classes java/engine/target/native benchmarks/target
touch java/app/target/lib/weft-engine.jar java/app/target/lib/picocli.jar
if [ -e "$PWD/broken" ]; then echo "[ERROR] broken code"; exit 1; fi
TEXT
# shellcheck disable=SC2016 # The stand-ins expand.
program "$place/path/cmake" <<<'[ ! -e "$CHECKOUT/native-uncompiled" ]'
program "$place/path/ctest" <<'TEXT'
echo "Test project, with $*"
sleep 1
if [ -e "$CHECKOUT/native-broken" ]; then echo "a native test failed"; exit 8; fi
TEXT
for tool in javac make c++ apt-get; do program "$place/path/$tool" <<<'exit 9'; done

checkout="$place/a checkout"
export CHECKOUT=$checkout
mkdir -p "$checkout/java" "$checkout/native/include" "$checkout/native/src" "$checkout/cmake"
cp "$root/weft" "$checkout/"
cp -R "$root/java/launcher" "$checkout/java/"
touch "$checkout/pom.xml" "$checkout/native/CMakeLists.txt"
for module in java/engine java/another java/app benchmarks; do
  mkdir -p "$checkout/$module/src/main"
  touch "$checkout/$module/pom.xml" "$checkout/$module/src/main/Some.java"
done
ln -s "$checkout/weft" "$place/weft"
weft=$place/weft

for command in setup build test; do expect 0 "Usage: ./weft $command" "$weft" $command --help; done
silent 'java got'
expect 2 'build takes no arguments' "$weft" build everything

# The first command builds and the next one does not, until a source of any module changes.
expect 0 'built in' "$weft" info
grep -q 'building Weft engine \[2/9\]' "$place/said" || fail "it did not tell what it builds"
for text in 'java got info' "java got @$checkout/java/launcher/java.options" "java got -Dweft.home=$checkout" \
  "$checkout/java/app/target/classes:.*/java/engine/target/native:.*/lib/picocli.jar:.*/lib/weft-engine.jar"; do
  grep -q -e "$text" "$place/said" || fail "Java did not get '$text'"
done
expect 0 'java got' "$weft" info
silent 'built in'
sleep 1
touch "$checkout/java/another/src/main/Some.java"
expect 0 'built in' "$weft" info
silent 'CUDA'
expect 0 'java got -Xmx5g' env WEFT_HEAP=5g "$weft" train
silent 'built in'
expect 0 'java got -jar' "$weft" bench --full
grep -q 'built in' "$place/said" || fail "the benchmarks were not built"
expect 0 'java got bench' "$weft" bench
silent 'built in'

# What the machine brings along: options of Java's, small heaps, no locale.
silent 'java got -X[Xm]'
expect 0 'java got -XX:-UseSerialGC' env JAVA_TOOL_OPTIONS=-XX:+UseG1GC "$weft" info
expect 0 'java got -XX:-UseSerialGC' env JDK_JAVA_OPTIONS='-Xss1m -XX:+UseZGC' "$weft" info
expect 0 'java got -XX:-UseSerialGC' env WEFT_JAVA_OPTIONS=-XX:+UseParallelGC "$weft" info
expect 0 'java got info' env _JAVA_OPTIONS=-XX:+UseSerialGC "$weft" info
silent 'java got -XX'
for heap in 8m 63M 900k; do expect 0 'java got -Xms0' env WEFT_HEAP=$heap "$weft" info; done
expect 0 'java got -Xms0' env _JAVA_OPTIONS=-Xmx16m "$weft" info
for heap in 64g 128m 1000m; do
  expect 0 'java got info' env WEFT_HEAP=$heap "$weft" info
  silent 'java got -Xms'
done
expect 0 'java got LC_ALL=C.UTF-8' env LC_ALL=C "$weft" info
expect 0 'java got LC_ALL=C.UTF-8' env -u LC_ALL LANG=en_XX.UTF-8 "$weft" info
expect 0 'java got LC_ALL=$' env -u LC_ALL LC_CTYPE=C.UTF-8 LANG=C "$weft" info
cp -R "$checkout" "$place/a:checkout"
expect 1 'has a colon in its name' "$place/a:checkout/weft" info
silent 'java got'

# What CUDA's kernels cost is said where they are compiled, with the way out.
touch "$checkout/kernels-changed"
expect 0 '2 architectures (80-real;90-real).*WEFT_CUDA_ARCHITECTURES=90-real' "$weft" build
grep -q 'the CUDA kernels took' "$place/said" || fail "it did not tell how long the CUDA kernels took"
expect 0 'built in' env WEFT_CUDA_ARCHITECTURES=90-real "$weft" build
grep -q 'mvn.*-Dweft.cuda.architectures=90-real' "$checkout/java/app/target/build.log" || fail "Maven was not told of 90-real"

# A build that fails is told, and tried again.
touch "$checkout/broken"
expect 1 'broken code' "$weft" build
expect 1 'the build failed' "$weft" info
silent 'java got'
rm "$checkout/broken"
expect 0 'java got info' "$weft" info

# Tests: those of Java and the native ones, either of which may fail; what they built needs no building.
program "$place/path/chromium" <<<''
expect 0 'Test project, with --test-dir' "$weft" test
grep -q 'mvn.*-Pbrowser verify' "$place/said" || fail "Maven did not test the pages"
silent 'exclude'
expect 0 'java got info' "$weft" info
silent 'built in'
expect 0 'Test project, with .*--label-exclude' "$weft" test --fast -Dtest=Some
grep -q 'mvn.*-DexcludedGroups=.* -Dtest=Some verify' "$place/said" || fail "Maven was not told what to leave out"
silent '-Pbrowser'
expect 0 'built in' "$weft" info
touch "$checkout/native-broken"
expect 1 'a native test failed' "$weft" test
expect 0 'built in' "$weft" info
mv "$checkout/native-broken" "$checkout/native-uncompiled"
expect 1 'the native tests' "$weft" test
rm "$checkout/native-uncompiled"
touch "$checkout/broken"
expect 1 'broken code' "$weft" test

# A build folder of CMake that was copied with its checkout is made anew, and one that stayed is kept.
rm "$place/path/cmake"
mkdir -p "$place/first/native"
echo 'cmake_minimum_required(VERSION 3.22)
project(moved NONE)' >"$place/first/native/CMakeLists.txt"
configure() {
  cmake -DSOURCE="$1/native" -DBUILD="$1/build" -P "$root/cmake/forget-moved.cmake" && cmake -S "$1/native" -B "$1/build"
}
expect 0 'written to' configure "$place/first"
touch "$place/first/build/kept"
expect 0 'written to' configure "$place/first"
[ -e "$place/first/build/kept" ] || fail "a build folder that stayed in its place was removed"
cp -R "$place/first" "$place/copy"
expect 0 'written to' configure "$place/copy"
mv "$place/first" "$place/moved"
expect 0 'written to' configure "$place/moved"
[ ! -e "$place/moved/build/kept" ] || fail "a build folder that moved was kept"
echo "launcher: all as it should be"
