#!/usr/bin/env bash
# compare_builds.sh
# Builds the last commit twice, in two fresh clones in folders of different names, and compares the sums of everything
# that was built. It takes two full builds, each with an environment of its own (some 2 GB in build/compare).
set -euo pipefail
project=$(cd "$(dirname "$0")/.." && pwd)
room=$project/build/compare
rm -rf "$room"
for clone in first "a second/deeper one"; do
    mkdir -p "$(dirname "$room/$clone")"
    git clone -q "$project" "$room/$clone"
    (cd "$room/$clone" && python3 packaging/run.py package)
done
diff "$room/first/dist/SHA256SUMS" "$room/a second/deeper one/dist/SHA256SUMS"
cat "$room/first/dist/SHA256SUMS"
echo "Both builds are identical."
