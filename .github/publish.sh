#!/usr/bin/env bash
# Publishes the packages, built, in the order of their dependencies; what the registry has already is left alone, so that
# an interrupted release can be repeated. Arguments are for `npm publish`: --dry-run shows files and sizes, and publishes
# nothing; --provenance signs where the tarballs come from, which a public forge only can.
set -euo pipefail
cd "$(dirname "$0")/.."

packed=$(mktemp -d)
trap 'rm -rf "$packed"' EXIT
npx --yes pnpm@12 --silent -r --filter './packages/*' pack --pack-destination "$packed"

packages='core express fastify testing revocation opentelemetry'

# All of them, before the first is published.
for package in $packages; do
  mkdir "$packed/$package"
  tar -xzf "$packed/cognito-auth-$package-"[0-9]*.tgz -C "$packed/$package" --strip-components=1
  node .github/prepare-package.js "$packed/$package" "$@"
done

for package in $packages; do
  version=$(node -p 'require(process.argv[1]).version' "./packages/$package/package.json")
  if [ -n "$(npm view "@cognito-auth/$package@$version" version 2>/dev/null)" ]; then
    echo "@cognito-auth/$package@$version is published already"
    continue
  fi
  npm publish "$packed/$package" --access public "$@"
done
