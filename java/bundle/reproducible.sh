#!/usr/bin/env bash
# Builds the Java modules a second time, in another folder, and fails where a jar is not the same to the byte as the one of
# the build that is there (./weft test or ./weft build before). Half a minute of one processor.
#
# Natives are not built again. Their jar is left out: JavaCPP writes the glue's functions in the order in which reflection
# happens to find them.
set -euo pipefail

root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

natives=java/engine/target/native-install
mkdir -p "$place/again/$natives"
(cd "$root" && git ls-files -z | tar --null -T - -cf -) | tar -C "$place/again" -xf -
cp -R "$root/$natives/." "$place/again/$natives/"
(cd "$place/again" && mvn -B -q -DskipTests -Dspotless.check.skip=true -Dweft.native.built=true -pl java/app -am package) \
  >"$place/log" 2>&1 || {
  cat "$place/log" >&2
  echo "reproducible: the second build failed, see above" >&2
  exit 1
}

same=0
differ=0
for jar in "$place"/again/java/*/target/weft-*.jar; do
  case $jar in *-linux-*.jar | *-macosx-*.jar) continue ;; esac
  first=$root/${jar#"$place/again/"}
  if cmp -s "$first" "$jar"; then
    same=$((same + 1))
  else
    differ=$((differ + 1))
    echo "reproducible: ${jar#"$place/again/"} is another one in a second build" >&2
    for one in "$first" "$jar"; do
      rm -rf "$place/content"
      mkdir "$place/content"
      jar tvf "$one"
      (cd "$place/content" && jar xf "$one" && find . -type f -exec sha256sum {} +)
    done | grep -v '/$' | sort | uniq -u | sed -n '1,8s/^/  /p' >&2
  fi
done
[ $differ = 0 ] || exit 1
[ $same -ge 7 ] || {
  echo "reproducible: $same jars were compared, expected those of 7 modules" >&2
  exit 1
}
echo "reproducible: $same jars are the same in a second build"
