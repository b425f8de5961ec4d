/**
 * Prepares an unpacked tarball for the registry, which shows its README without the rest of the repository: makes the
 * relative links absolute, to the tag of the version. `node .github/prepare-package.js <folder> [--dry-run]`
 *
 * Fails if the manifest lacks what users and npm need to find the repository. A dry run tells this and goes on.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join, posix } from 'node:path'

const [folder, ...flags] = process.argv.slice(2)
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
const { name, version, repository, homepage, bugs } = manifest

const missing = Object.entries({
  'repository.url': repository?.url,
  'repository.directory': repository?.directory,
  homepage,
  bugs,
})
  .filter(([, value]) => value === undefined)
  .map(([field]) => field)

if (missing.length > 0) {
  console.error(
    `${name} cannot be published: its package.json lacks ${missing.join(', ')}. See "Before the first release" in CONTRIBUTING.md.`,
  )
  if (!flags.includes('--dry-run')) process.exitCode = 1
} else {
  const root = `${repository.url.replace(/^git\+/, '').replace(/\.git$/, '')}/blob/v${version}`
  const readme = join(folder, 'README.md')
  const text = readFileSync(readme, 'utf8')
  const absolute = (/** @type {string} */ _match, /** @type {string} */ path) =>
    `](${root}/${posix.join(repository.directory, path)})`
  writeFileSync(readme, text.replaceAll(/\]\((\.{1,2}\/[^)\s]+)\)/g, absolute))
}
