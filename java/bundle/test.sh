#!/usr/bin/env bash
# Makes a bundle and uses it as a stranger's machine would: an empty environment, another home that cannot be written, no
# Java, through a link, from another folder. Needs the data set on this machine, and no GPU. Half a minute after a build.
#
#   java/bundle/test.sh [ARCHIVE]   of an archive that there is already
set -euo pipefail

root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
place=$(mktemp -d)
trap 'chmod -R u+w "$place"; rm -rf "$place"' EXIT

fail() {
  echo "bundle: $1" >&2
  exit 1
}

# expect STATUS TEXT COMMAND...: in the empty environment; the output must hold the text.
expect() {
  local status=$1 text=$2 found=0
  shift 2
  (cd "$place/elsewhere" && env -i HOME="$place/home" TMPDIR="$place/tmp" "$@") >"$place/output" 2>&1 || found=$?
  [ $found = "$status" ] && grep -q -e "$text" "$place/output" || {
    cat "$place/output" >&2
    fail "$* ended with $found, expected $status and '$text'"
  }
}

mkdir "$place/here" "$place/elsewhere" "$place/home" "$place/tmp" "$place/links"
if [ $# = 0 ]; then
  if "$root/weft" bundle --out "$place/weft.zip" 2>/dev/null; then fail "a name that is no archive was taken"; fi
  "$root/weft" bundle --out "$place/weft.tar"
  tar -C "$place/here" -xf "$place/weft.tar"
  rm "$place/weft.tar"
else
  tar -C "$place/here" -xf "$1"
fi
bundle=$(echo "$place"/here/weft-*)
ln -s "$bundle/bin/weft" "$place/links/target"
ln -s target "$place/links/weft"
weft=$place/links/weft
chmod -R a-w "$bundle" "$place/home"

expect 0 'backend cpu' "$weft" info
grep -q 'Fashion-MNIST in' "$place/output" || fail "this test needs the data set; ./weft setup --yes gets it"
expect 0 'Usage' "$weft" --help
expect 2 'there is no build in a bundle' "$weft" build
expect 2 'weft: ' "$weft" train --no-such-option
expect 2 'none' env PATH=/none "$weft" train --batch-size none
expect 0 'accuracy' "$weft" train --epochs 1 --threads 1 --save "$place/elsewhere/model.safetensors"
expect 0 'accuracy' "$weft" evaluate "$place/elsewhere/model.safetensors"
expect 2 'none.safetensors' "$weft" evaluate none.safetensors
expect 0 'binarized' "$weft" experiments --epochs 1 --out experiments
pictures=$(find "$place/elsewhere/experiments" -name '*.png' | wc -l)
[ "$pictures" -ge 3 ] || fail "the experiments drew $pictures pictures"
# Any picture does: it is read, scaled and classified.
expect 0 'confusion-binary.png' "$weft" predict model.safetensors experiments/confusion-binary.png
expect 0 'Run the JMH benchmarks' "$weft" bench --full --help
if ! grep -q 'backend cuda *not' <(cd "$place" && env -i "$weft" info); then
  echo "bundle: there is a GPU here, so its absence is not tried"
else
  expect 1 'backend cuda' "$weft" train --backend cuda --epochs 1
fi
expect 0 'Results' "$bundle/benchmarks/gpu/run.sh" --cpu --out "$place/elsewhere/gpu" --only info,repeat,replicas,micro,weft
for state in '"info", "state": "ok"' '"repeat", "state": "ok"' '"replicas", "state": "ok"' '"micro", "state": "skipped"'; do
  grep -q "$state" "$place/elsewhere/gpu/gpu.json" || fail "gpu.json has no $state"
done
# The list of jars has all that are there, and no other; the benchmarks' own has no version in its name.
listed() {
  sed -n 's|.*"purl" : "pkg:maven/[^/]*/\([^@]*\)@\([^?]*\)?type=jar".*|\1-\2.jar|p' "$bundle/sbom.json"
}
diff <(listed | sed 's/^weft-benchmarks-.*/weft-benchmarks.jar/' | sort -u) \
  <(cd "$bundle/lib" && ls jars/*.jar benchmarks/*.jar | sed 's|.*/||' | sort -u) >&2 ||
  fail "sbom.json has other jars (<) than lib (>)"
# Whatever it was asked for, the bundle itself and the home folder are as they were.
[ -z "$(find "$place/home" -mindepth 1)" ] || fail "something was written into the home folder"
echo "bundle: all as it should be"
