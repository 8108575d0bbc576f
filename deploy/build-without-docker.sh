#!/usr/bin/env bash
# Runs the steps of deploy/Dockerfile's first stage in a clean folder, without Docker, and measures what the image would
# add to its base. Needs Node and the npm registry. Usage: deploy/build-without-docker.sh [folder]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=${1:-$(mktemp -d)}
mkdir -p "$work"
cd "$root"

# The build's context, as .dockerignore leaves it.
git ls-files -z -- $(sed -n 's/^!//p' .dockerignore) | xargs -0 cp --parents -t "$work"
cd "$work"

# Each RUN of the first stage, in its order.
sed -n '/ AS build$/,/^FROM /s/^RUN //p' "$root/deploy/Dockerfile" | while IFS= read -r step; do
  echo "+ $step" >&2
  bash -euc "$step" >&2
done

test -f dist/main.js
# What the second stage copies.
bytes=$(du -sb package.json node_modules schema dist | awk '{ sum += $1 } END { print sum }')
# A registry keeps and sends layers compressed.
compressed=$(tar cf - package.json node_modules schema dist | gzip | wc -c)
echo "{\"folder\":\"$work\",\"addedMegabytes\":$((bytes / 1000000)),\"compressedMegabytes\":$((compressed / 1000000))}"
