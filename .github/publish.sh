#!/usr/bin/env bash
# Publishes the packages, built, in the order of their dependencies; what the registry has already is left alone, so that
# an interrupted release can be repeated. Arguments are for `npm publish`: --dry-run shows files and sizes, and publishes
# nothing; --provenance signs where the tarballs come from, which a public forge only can.
set -euo pipefail
cd "$(dirname "$0")/.."

tarballs=$(mktemp -d)
trap 'rm -rf "$tarballs"' EXIT
npx --yes pnpm@12 --silent -r --filter './packages/*' pack --pack-destination "$tarballs"

for package in core express fastify testing revocation opentelemetry; do
  version=$(node -p 'require(process.argv[1]).version' "./packages/$package/package.json")
  if [ -n "$(npm view "@cognito-auth/$package@$version" version 2>/dev/null)" ]; then
    echo "@cognito-auth/$package@$version is published already"
    continue
  fi
  npm publish "$tarballs/cognito-auth-$package-$version.tgz" --access public "$@"
done
