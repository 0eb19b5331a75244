#!/bin/sh
# keep-ptxas.sh OBJECT COMMAND...: runs a compiler's command; what the assembler says of its kernels goes to OBJECT.ptxas,
# everything else to where it belongs.
object=$1
shift
"$@" 2>"$object.stderr"
status=$?
kept='ptxas info|^ +[0-9]+ bytes stack frame'
grep -E "$kept" "$object.stderr" >"$object.ptxas"
grep -vE "$kept" "$object.stderr" >&2
rm -f "$object.stderr"
exit $status
