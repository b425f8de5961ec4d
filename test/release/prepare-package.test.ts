import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const packages = readdirSync(join(root, 'packages'))

const origin = 'https://git.example.com/example/cognito-auth'
const places = (name: string) => ({
  repository: { type: 'git', url: `git+${origin}.git`, directory: `packages/${name}` },
  homepage: 'https://docs.example.com',
  bugs: `${origin}/issues`,
})

/** A folder with the README and the manifest of a package, as its tarball has them. */
function unpack(name: string, fields: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'cognito-auth-release-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const source = join(root, 'packages', name)
  const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as object
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, version: '1.2.3', ...fields }))
  writeFileSync(join(folder, 'README.md'), readFileSync(join(source, 'README.md')))
  return folder
}

async function prepare(folder: string, ...flags: string[]): Promise<{ status: number; stderr: string }> {
  const command = [join(root, '.github/prepare-package.js'), folder, ...flags]
  try {
    const { stderr } = await promisify(execFile)(process.execPath, command)
    return { status: 0, stderr }
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string }
    return { status: code, stderr }
  }
}

describe.each(packages)('the README of %s', (name) => {
  it('has no relative link when it is published', async () => {
    const folder = unpack(name, places(name))
    expect(await prepare(folder)).toEqual({ status: 0, stderr: '' })
    const text = readFileSync(join(folder, 'README.md'), 'utf8')
    const links = [...text.matchAll(/\]\((?<link>[^)\s]+)\)/g)].map(({ groups }) => groups?.['link'] ?? '')
    expect(links.filter((link) => !/^(?:https:\/\/|#)/.test(link))).toEqual([])
  })
})

describe('a relative link', () => {
  it('leads to the file in the repository, at the tag of the version', async () => {
    const folder = unpack('core', places('core'))
    await prepare(folder)
    const text = readFileSync(join(folder, 'README.md'), 'utf8')
    expect(text).toContain(`](${origin}/blob/v1.2.3/packages/express/README.md)`)
    expect(text).toContain(`](${origin}/blob/v1.2.3/README.md#good-to-know)`)
  })
})

describe('a package without an address of its repository', () => {
  it.each([
    ['repository.url, repository.directory', { repository: undefined }],
    ['repository.directory', { repository: { type: 'git', url: `git+${origin}.git` } }],
    ['homepage', { homepage: undefined }],
    ['bugs', { bugs: undefined }],
  ])('is not published, and the error names %s', async (missing, fields) => {
    const folder = unpack('core', { ...places('core'), ...fields })
    expect(await prepare(folder)).toEqual({
      status: 1,
      stderr: `@cognito-auth/core cannot be published: its package.json lacks ${missing}. See "Before the first release" in CONTRIBUTING.md.\n`,
    })
  })

  it('passes a dry run, which tells so and leaves the README as it is', async () => {
    const folder = unpack('core', { ...places('core'), bugs: undefined })
    const before = readFileSync(join(folder, 'README.md'), 'utf8')
    const { status, stderr } = await prepare(folder, '--dry-run')
    expect([status, stderr]).toEqual([0, expect.stringContaining('lacks bugs.')])
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe(before)
  })
})
