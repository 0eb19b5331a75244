#!/usr/bin/env bash
# Builds the peers and compares them with Weft: writes benchmarks/results/cpu-peers.{json,md,svg}. See README.md.
#
#   benchmarks/peers/run.sh [--quick] [--rounds N] [--only weft,djl,tensorflow,dl4j,pytorch,sklearn] [--results FOLDER]
set -euo pipefail

peers=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$peers/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

modules=$(cd "$peers" && for pom in */pom.xml; do printf ':weft-peers-%s,' "$(dirname "$pom")"; done)
(cd "$root" && mvn -B -q -Ppeers -DskipTests --projects "${modules%,}" --also-make package >&2)

exec "$java" -Djava.awt.headless=true -Dweft.home="$root" \
  -cp "$peers/compare/target/classes:$peers/compare/target/lib/*" dev.weft.peers.compare.Compare "$@"
