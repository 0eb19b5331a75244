# What a machine brings along and Java must not stumble over, for ./weft and the bundle's launcher. POSIX sh.
# shellcheck shell=sh

# Java takes names of files for the locale's, and without one for ASCII: it could not open others then.
use_utf8() {
  if command -v locale >/dev/null 2>&1 && [ "$(locale charmap 2>/dev/null)" = ANSI_X3.4-1968 ]; then
    LC_ALL=C.UTF-8
    export LC_ALL
  fi
}

# require_no_colon FOLDER
require_no_colon() {
  case $1 in
    *:*)
      printf 'weft: %s\n' "$1 has a colon in its name, which separates folders in Java's class path: rename or move it" >&2
      exit 1
      ;;
  esac
}

# The options of java.options that make way for those of this machine and this user: two collectors are an error, and so is
# a heap that is larger at first than at most.
make_way() {
  set -- "${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-} ${_JAVA_OPTIONS:-} ${WEFT_JAVA_OPTIONS:-} ${WEFT_HEAP:+-Xmx$WEFT_HEAP} "
  case $1 in
    *-XX:+UseSerialGC*) ;;
    *-XX:+Use*GC*) echo -XX:-UseSerialGC ;;
  esac
  case $1 in
    *-Xmx[0-9][mM]\ * | *-Xmx[0-9][0-9][mM]\ * | *-Xmx*[0-9][kK]\ *) echo -Xms0 ;;
  esac
}
