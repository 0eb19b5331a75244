# What the build and the tests need of a machine: finds out what is missing, and installs it where that is allowed. Read by
# ./weft and java/launcher/build.sh; wants say, have, java_binary and $root.
# shellcheck shell=bash disable=SC2154

java_version() {
  local binary
  binary=$(java_binary)
  [ -n "$binary" ] || return 0
  "$binary" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1
}

# What is missing, one "what it is|Debian package" a line.
missing_tools() {
  local version
  version=$(java_version)
  if [ "${version:-0}" -lt 17 ] || { ! have javac && [ ! -x "${JAVA_HOME:-}/bin/javac" ]; }; then
    echo 'a JDK, 17 or later|openjdk-17-jdk-headless'
  fi
  have mvn || echo 'Apache Maven 3.8 or later|maven'
  have cmake || echo 'CMake 3.22 or later|cmake'
  have make || have ninja || echo 'make|make'
  have c++ || have g++ || echo 'a C++17 compiler|g++'
}

# The test command needs these as well.
missing_test_tools() {
  [ -e /usr/include/doctest/doctest.h ] || [ -e /usr/local/include/doctest/doctest.h ] ||
    [ -e /opt/homebrew/include/doctest/doctest.h ] || echo 'doctest, a C++ test library|doctest-dev'
}

browser_found() {
  [ -n "${WEFT_CHROMIUM:-}" ] || have chromium || have google-chrome || have google-chrome-stable
}

data_found() {
  [ -e /usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz ] ||
    [ -e "$root/data/fashion-mnist/train-images-idx3-ubyte.gz" ]
}

may_install_unasked() {
  [ "${assume_yes:-no}" = yes ] || [ -n "${CI:-}" ] || { [ ! -t 0 ] && [ "$(id -u)" = 0 ]; }
}

may_install() {
  may_install_unasked && return 0
  [ -t 0 ] || return 1
  local answer
  read -r -p "weft: install these with apt-get now? [y/N] " answer
  [ "$answer" = y ] || [ "$answer" = Y ] || [ "$answer" = yes ]
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

install_packages() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

# install_missing LIST: installs the packages of a list of "what|package" lines, or says what to do and ends.
install_missing() {
  local list=$1 packages
  [ -n "$list" ] || return 0
  packages=$(sed 's/.*|//' <<<"$list" | sort -u | tr '\n' ' ')
  say "this machine lacks:"
  sed 's/|.*//; s/^/  - /' <<<"$list" >&2
  if ! have apt-get; then
    say "install them with the package manager of this system, and make sure that they are on the PATH"
    exit 1
  fi
  if ! may_install; then
    say "to install them: sudo apt-get install $packages(or ./weft setup --yes)"
    exit 1
  fi
  # A list of packages that is out of date is the usual reason for a failure: fetch a new one and try again.
  # shellcheck disable=SC2086
  install_packages $packages || { as_root apt-get update -qq >&2 && install_packages $packages; } || {
    say "apt-get could not install: $packages"
    exit 1
  }
}

# The tests of the pages in a browser are left out where there is none; in CI that is a failure. In a shell of its own,
# as a system may have no such package.
install_browser() {
  browser_found || (install_missing 'Chromium, for the tests of the pages|chromium fonts-dejavu-core') ||
    say "put a Chromium or Google Chrome on the PATH, or name it in WEFT_CHROMIUM"
}

need_tools() {
  install_missing "$(missing_tools)"
  # The data set's package alone is no reason to ask anybody anything: without it the application downloads the data.
  if have apt-get && may_install_unasked && ! data_found; then
    install_packages dataset-fashion-mnist ||
      { as_root apt-get update -qq >&2 && install_packages dataset-fashion-mnist; } ||
      say "the package dataset-fashion-mnist could not be installed; the data will be downloaded"
  fi
}

set_up() {
  need_tools
  install_missing "$(missing_test_tools)"
  install_browser
  if browser_found; then say "everything that the build and the tests need is there"; fi
}
