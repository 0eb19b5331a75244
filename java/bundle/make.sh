#!/usr/bin/env bash
# Makes the bundle: one archive with all that Weft needs on a machine without a JDK, a network or a CUDA toolkit. Called by
# `./weft bundle`, which builds first. README.md says what is in it and why.
set -euo pipefail

here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
engine=$root/java/engine/target
app=$root/java/app/target
benchmarks=$root/benchmarks/target

say() { printf 'weft: %s\n' "$*" >&2; }

fail() {
  say "$1"
  exit 1
}

misuse() {
  say "$1"
  exit 2
}

usage() {
  cat <<'TEXT'
Usage: ./weft bundle [--out FILE] [--with-data]

Packs Weft for a machine with no JDK, no network and no CUDA toolkit: a Java runtime, the
libraries, the launcher bin/weft, the tests and benchmarks for a GPU.

  --out FILE     the archive, .tar.xz, .tar.gz or .tar. Default: weft-VERSION-PLATFORM.tar.xz
  --with-data    pack Fashion-MNIST too
TEXT
}

out=
with_data=no
while [ $# -gt 0 ]; do
  case $1 in
    --out)
      [ $# -ge 2 ] || misuse "--out takes a file, such as weft.tar.gz"
      out=$2
      shift
      ;;
    --out=*) out=${1#--out=} ;;
    --with-data) with_data=yes ;;
    -h | --help)
      usage
      exit 0
      ;;
    *) misuse "bundle takes --out FILE and --with-data, not '$1'" ;;
  esac
  shift
done

version=$(sed -n '/<version>/{s|.*<version>\(.*\)</version>.*|\1|p;q}' "$root/pom.xml")
[ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] || fail "bundles are made on and for Linux on x86-64, not $(uname -s) on $(uname -m)"
platform=linux-x86_64
name=weft-$version-$platform
[ -n "$out" ] || out=$name.tar.xz
case $out in
  *.tar.xz) compress=(xz -9) ;;
  *.tar.gz | *.tgz) compress=(gzip -9) ;;
  *.tar) compress=(cat) ;;
  *) misuse "--out takes a name that ends in .tar.xz, .tar.gz or .tar, not '$out'" ;;
esac
[ -d "$(dirname "$out")" ] || fail "there is no folder $(dirname "$out") to write $(basename "$out") into"

java_home=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")}
for tool in "$java_home/bin/jlink" "$java_home/bin/jdeps" strip objdump ldd tar "${compress[0]}"; do
  command -v "$tool" >/dev/null || fail "bundle needs $tool"
done

work=$root/java/bundle/target
stage=$work/$name
rm -rf "$work"
mkdir -p "$stage/bin" "$stage/lib/jars" "$stage/lib/benchmarks" "$stage/lib/native" "$stage/notices"

# --- Java: the application's jars, those of the benchmarks beside them; natives unpacked, so that none is extracted at a
# --- start, which would need a home that can be written.
is_native_jar() { case $1 in *-"$platform".jar | *-"$platform"-gpu.jar) return 0 ;; *) return 1 ;; esac; }

for jar in "$app"/lib/*.jar "$app/weft-app-$version.jar"; do
  is_native_jar "$jar" || cp "$jar" "$stage/lib/jars/"
done
for jar in "$benchmarks"/lib/*.jar "$benchmarks/weft-benchmarks.jar"; do
  is_native_jar "$jar" || [ -e "$stage/lib/jars/$(basename "$jar")" ] || cp "$jar" "$stage/lib/benchmarks/"
done

# Packed twice is packed worse: the classes lie as they are in jars that the archive packs.
store() {
  local jar=$1
  mkdir "$work/jar"
  (cd "$work/jar" && "$java_home/bin/jar" xf "$jar" && "$java_home/bin/jar" cfM0 "$jar" .)
  rm -rf "$work/jar"
}

for folder in "$root"/java/*/target/native; do cp -R "$folder/." "$stage/lib/native/"; done
# Of OpenBLAS the library, and the binding that the benchmarks measure the machine's limit with.
openblas=org/bytedeco/openblas/$platform
for jar in "$benchmarks"/lib/*-"$platform".jar; do
  case $(basename "$jar") in
    weft-*) ;;
    openblas-*)
      (cd "$stage/lib/native" && "$java_home/bin/jar" xf "$jar" $openblas/libopenblas.so.0 $openblas/libgfortran.so.5 \
        $openblas/libquadmath.so.0 $openblas/libjniopenblas_nolapack.so)
      ;;
    *) (cd "$stage/lib/native" && "$java_home/bin/jar" xf "$jar" && rm -rf META-INF module-info.class) ;;
  esac
done

# --- The contract tests of the backends, for the script in benchmarks/gpu.
rm -rf "$benchmarks/junit"
(cd "$root" && mvn -B -q -pl benchmarks dependency:copy@junit-console >&2) || fail "the JUnit console could not be had, see above"
mkdir -p "$stage/lib/tests"
cp -R "$engine/test-classes" "$stage/lib/tests/classes"
cp "$benchmarks"/junit/*.jar "$stage/lib/tests/"

# --- The GPU script with its programs.
cmake --build "$engine/native-build" --target weft-gpu-programs --parallel >"$work/programs.log" 2>&1 || {
  cat "$work/programs.log" >&2
  fail "the programs of benchmarks/gpu could not be built, see above"
}
mkdir -p "$stage/benchmarks/gpu/bin"
cp -R "$root"/benchmarks/gpu/{run.sh,README.md,peers} "$stage/benchmarks/gpu/"
rm -rf "$stage/benchmarks/gpu/peers/__pycache__"
cp "$engine"/native-build/gpu-programs/* "$stage/benchmarks/gpu/bin/"

# --- The runtime.
modules=$("$java_home/bin/jdeps" --multi-release 17 --ignore-missing-deps --print-module-deps \
  --class-path "$(printf '%s:' "$stage"/lib/*/*.jar)" "$stage"/lib/*/*.jar 2>/dev/null | grep -v '^Warning' | tail -n 1)
# What no class names: elliptic curves for HTTPS.
"$java_home/bin/jlink" --add-modules "$modules,jdk.crypto.ec" --vm server --strip-java-debug-attributes --no-header-files \
  --no-man-pages --output "$stage/runtime" || fail "jlink made no runtime of $modules"
# No display, no sound.
rm -f "$stage"/runtime/lib/{libawt_xawt,libjawt,libsplashscreen,libjsound}.so

elves() { find "$stage" -type f \( -name '*.so' -o -name '*.so.*' -o -path '*/bin/*' \) -exec sh -c 'for f; do
  case $(head -c 4 "$f" | tr -d "\0") in ?ELF) printf "%s\n" "$f" ;; esac; done' sh {} +; }

# What the JDK's libraries take from the system, but for the C library. The runtime's RPATH finds them in its folder.
elves | while read -r file; do
  LD_LIBRARY_PATH=$stage/runtime/lib:$stage/runtime/lib/server ldd "$file" 2>/dev/null || true
done | sed -n 's/.* => \(\/[^ ]*\) (.*/\1/p' | sort -u | while read -r library; do
  case $library in "$stage"/*) continue ;; esac
  case $(basename "$library") in
    ld-linux* | libc.so* | libm.so* | libdl.so* | libpthread.so* | librt.so* | libutil.so* | libresolv.so*) ;;
    libweft*.so | libgfortran* | libquadmath* | libopenblas*) ;;
    # Nearly every machine has these, often later ones: the launcher takes them where there are none.
    libstdc++.so* | libgcc_s.so*)
      mkdir -p "$stage/runtime/lib/cxx"
      cp -L "$library" "$stage/runtime/lib/cxx/"
      echo "$library" >>"$work/system-libraries"
      ;;
    *)
      cp -L "$library" "$stage/runtime/lib/"
      echo "$library" >>"$work/system-libraries"
      ;;
  esac
done
find "$stage/runtime" -name '*.so*' -type f -exec strip --strip-unneeded {} +

# Fonts to draw with, which a bare machine has none of.
fonts=/usr/share/fonts/truetype/dejavu
if [ -e $fonts/DejaVuSans.ttf ]; then
  mkdir -p "$stage/runtime/lib/fonts"
  cp $fonts/DejaVuSans.ttf $fonts/DejaVuSans-Bold.ttf "$stage/runtime/lib/fonts/"
  cp "$here/fontconfig.properties" "$stage/runtime/lib/fontconfig.properties"
  echo $fonts/DejaVuSans.ttf >>"$work/system-libraries"
else
  say "no fonts are packed, since $fonts has none: pictures will need those of the machine"
fi

cp "$root/java/launcher/java.options" "$root/java/launcher/machine.sh" "$stage/lib/"

# Start-up from an archive of classes, as in an installed JDK.
"$stage/runtime/bin/java" -Xshare:dump "@$stage/lib/java.options" >"$work/cds.log" 2>&1 || {
  cat "$work/cds.log" >&2
  fail "the runtime does not start"
}

# --- The floor: the newest symbol that any of the programs takes from glibc.
elves | grep -v /runtime/lib/cxx/ | xargs objdump -T 2>/dev/null | sed -n 's/.*GLIBC_\([0-9][0-9.]*\).*/\1/p' | sort -Vu |
  tail -n 1 >"$stage/lib/glibc"

# --- What the jars are, with versions, licences and hashes (CycloneDX).
(cd "$root" && mvn -B -q -pl benchmarks -am -Dweft.cuda=OFF org.cyclonedx:cyclonedx-maven-plugin:makeBom >&2) ||
  fail "the list of what is in the bundle could not be made, see above"
cp "$benchmarks/sbom.json" "$stage/"

# --- The launcher, papers, and the data.
cp "$here/weft" "$stage/bin/weft"
ln -s bin/weft "$stage/weft"
cp "$root/LICENSE" "$stage/"
cp "$here/README.md" "$here/NOTICES.md" "$stage/"
git -C "$root" describe --always --dirty --abbrev=40 --exclude '*' >"$stage/commit" 2>/dev/null || rm -f "$stage/commit"
for jar in "$stage"/lib/*/*.jar; do
  papers=$stage/notices/$(basename "$jar" .jar)
  mkdir -p "$papers"
  (cd "$papers" && "$java_home/bin/jar" xf "$jar" META-INF/LICENSE META-INF/LICENSE.txt META-INF/LICENSE.md META-INF/NOTICE \
    META-INF/NOTICE.txt META-INF/NOTICE.md LICENSE LICENSE.txt)
  find "$papers" -depth -type d -empty -delete
done
if [ "${compress[0]}" != cat ]; then
  for jar in "$stage"/lib/*/*.jar; do store "$jar"; done
fi
if [ -e "$work/system-libraries" ] && command -v dpkg >/dev/null; then
  while read -r file; do
    dpkg -S "$(readlink -f "$file")" 2>/dev/null || dpkg -S "$(readlink -f "$file" | sed 's|^/usr||')" 2>/dev/null || true
  done <"$work/system-libraries" | sed 's/:.*//' | sort -u | while read -r package; do
    mkdir -p "$stage/notices/$package"
    cp -L "/usr/share/doc/$package/copyright" "$stage/notices/$package/" || true
  done
fi
if [ $with_data = yes ]; then
  folder=$root/data/fashion-mnist
  [ -e "$folder" ] || folder=/usr/share/datasets/fashion-mnist
  [ -e "$folder" ] || fail "--with-data found no data to pack; get it with ./weft data"
  mkdir -p "$stage/data/fashion-mnist"
  for file in train-images-idx3-ubyte train-labels-idx1-ubyte t10k-images-idx3-ubyte t10k-labels-idx1-ubyte; do
    # Not compressed twice: xz makes more of the bytes themselves.
    if [ -e "$folder/$file.gz" ]; then
      gzip -dc "$folder/$file.gz" >"$stage/data/fashion-mnist/$file"
    else
      cp "$folder/$file" "$stage/data/fashion-mnist/$file"
    fi
  done
  cp "$root"/data/{README.md,SHA256SUMS} "$stage/data/"
fi
chmod -R u+w,go+rX "$stage"

# --- One archive, whole or not at all. The class archive knows its runtime by the files' times, so they stay.
trap 'rm -f "$out.part"' EXIT
tar -C "$work" --owner=0 --group=0 --numeric-owner -cf - "$name" | "${compress[@]}" >"$out.part"
mv "$out.part" "$out"
cuda=$([ -e "$stage/lib/native/dev/weft/binding/$platform-gpu/libweft_cuda.so" ] && echo "with" || echo "without")
say "$out: $(($(stat -c %s "$out") / 1000000)) MB, $cuda CUDA, for glibc $(cat "$stage/lib/glibc") or later"
