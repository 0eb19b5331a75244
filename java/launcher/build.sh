# Building and testing, for ./weft; wants say, have, out_of_date, $root, $app and tools.sh.
# shellcheck shell=bash disable=SC2154

native_build=$root/java/engine/target/native-build

# Which CUDA kernels are compiled, as the environment says; nothing where it says nothing.
build_options=(${WEFT_CUDA:+"-Dweft.cuda=$WEFT_CUDA"}
  ${WEFT_CUDA_ARCHITECTURES:+"-Dweft.cuda.architectures=$WEFT_CUDA_ARCHITECTURES"})

# The tags of slow Java tests, and the labels of slow native ones: what --fast leaves out.
slow_java='process | network | damage | training'
slow_native='shim|interpreter|faults'

maven() {
  (cd "$root" && mvn -B ${build_options[@]+"${build_options[@]}"} "$@")
}

# One build at a time in one checkout: held until unlock, or until this process ends.
lock() {
  mkdir -p "$app"
  if have flock; then
    exec 9>"$app/build.lock"
    flock 9
  fi
}

# The application and what it starts must not inherit the lock.
unlock() {
  exec 9>&-
}

duration() {
  if [ "$1" -ge 60 ]; then echo "$(($1 / 60)) min $(($1 % 60)) s"; else echo "$1 s"; fi
}

# The last line of a terminal says where the build is; elsewhere the columns are 0 and there is no such line.
show() {
  if [ "$columns" -gt 0 ]; then printf '\r\033[K%.*s' $((columns - 1)) "$1" >&2; fi
}

note() {
  show ''
  say "$1"
}

cuda_words() {
  case $1 in
    *\;*)
      echo "compiling the CUDA kernels for $(tr ';' '\n' <<<"$1" | wc -l | tr -d ' ') architectures ($1);" \
        "WEFT_CUDA_ARCHITECTURES=90-real ./weft build compiles for one, WEFT_CUDA=OFF for none"
      ;;
    *) echo "compiling the CUDA kernels for $1" ;;
  esac
}

# progress LOG: reads what Maven and CMake say, keeps it in a file, and tells how far they are.
progress() {
  local line architectures='' cuda_began=''
  local columns=0
  if [ -t 2 ]; then columns=$(tput cols 2>/dev/null || echo 80); fi
  while IFS= read -r line; do
    printf '%s\n' "$line"
    case $line in
      '[INFO] Building '*'['*/*']')
        line=${line#'[INFO] Building '}
        if [ "$columns" -gt 0 ]; then show "building ${line%% [0-9]*} [${line##*[}"; else say "building ${line%% [0-9]*} [${line##*[}"; fi
        ;;
      '-- Weft '*': CUDA '*' for '*) architectures=${line##* for } ;;
      '['*' Building CUDA object '*)
        if [ -z "$cuda_began" ]; then
          cuda_began=$SECONDS
          note "$(cuda_words "$architectures")"
        fi
        show "$line"
        ;;
      '['*' Linking '*libweft_cuda.so*)
        if [ -n "$cuda_began" ]; then note "the CUDA kernels took $(duration $((SECONDS - cuda_began)))"; fi
        ;;
      '['*'%] '*) show "$line" ;;
    esac
  done >"$1"
  show ''
}

# build MODULE [always]: builds a module and those that it needs.
build() {
  local stamp=$root/$1/target/weft-built log=$app/build.log started=$app/build.started began=$SECONDS
  need_tools
  lock
  # Somebody else may have built while this process waited.
  if [ "${2:-}" != always ] && ! out_of_date "$1"; then
    unlock
    return 0
  fi
  say "building (the first time takes some minutes, with downloads)"
  # Interrupted, a build leaves classes of two ages and no stamp.
  rm -f "$stamp"
  touch "$started"
  if ! maven -DskipTests -pl "$1" -am package 2>&1 | progress "$log"; then
    grep -v '^\[INFO\]' "$log" >&2
    say "the build failed, see above"
    exit 1
  fi
  # Sources that changed while the build ran are newer than its start, and bring on another build.
  touch -r "$started" "$stamp"
  unlock
  say "built in $(duration $((SECONDS - began)))"
}

# begin_native_tests LOG OPTIONS: begins to build and run the native tests; what they say goes to a file. Those of Java,
# some of which look at the clock, go first.
begin_native_tests() {
  local log=$1 jobs
  shift
  jobs=$(getconf _NPROCESSORS_ONLN)
  # A process group, so that all of it ends with this process.
  set -m
  (
    nice cmake --build "$native_build" --parallel "$jobs" &&
      nice ctest --test-dir "$native_build" --parallel "$jobs" --output-on-failure --no-tests=error "$@"
  ) >"$log" 2>&1 &
  native_tests=$!
  set +m
  trap 'kill -- -$native_tests 2>/dev/null' EXIT
}

# run_tests [--fast] [MAVEN OPTIONS]
run_tests() {
  local log=$app/native-tests.log started=$app/build.started option
  local for_maven=(-Dweft.native.built=true) for_native=() definitions=() complete=yes
  if [ "${1:-}" = --fast ]; then
    shift
    for_maven+=("-DexcludedGroups=$slow_java")
    for_native+=(--label-exclude "$slow_native")
  fi
  for option in "$@"; do
    complete=no
    case $option in -D* | -o) definitions+=("$option") ;; esac
  done
  need_tools
  install_missing "$(missing_test_tools)"
  if may_install_unasked; then install_browser; fi
  if [ ${#for_native[@]} != 0 ]; then
    say "without the slow tests, and those of the pages in a browser"
  elif browser_found; then
    for_maven+=(-Pbrowser)
  elif [ -n "${CI:-}" ]; then
    say "no Chromium, which the tests need in CI"
    exit 1
  else
    say "no Chromium: the tests of the pages in a browser are left out (./weft setup installs it)"
  fi
  lock
  rm -f "$root"/*/target/weft-built "$root"/java/*/target/weft-built
  touch "$started"
  # The native libraries come first, since the native tests need nothing else.
  maven -Dweft.native.tests=ON ${definitions[@]+"${definitions[@]}"} -pl java/engine generate-sources
  begin_native_tests "$log" ${for_native[@]+"${for_native[@]}"}
  local java_status=0 native_status=0
  maven "${for_maven[@]}" "$@" verify || java_status=$?
  say "the native tests"
  wait "$native_tests" || native_status=$?
  trap - EXIT
  if [ $native_status = 0 ]; then sed -n '/^Test project/,$p' "$log"; else cat "$log"; fi
  if [ $java_status != 0 ]; then say "Maven failed, see above the native tests"; fi
  [ $java_status = 0 ] && [ $native_status = 0 ] || exit 1
  # All was built on the way.
  if [ $complete = yes ]; then
    for option in java/app benchmarks; do touch -r "$started" "$root/$option/target/weft-built"; done
  fi
}
