import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { execute } from './execute.ts'
import { installCompilers } from './compilers.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder that holds the tarballs, the compilers and the projects. */
    workshop: string
  }
}

/** The name of a package's tarball, whatever its version. */
const tarballName = /^cognito-auth-(?<name>[a-z]+)-\d.*\.tgz$/

/** Packs the packages and installs the compilers, in a folder that is removed after the tests. */
export default async function openWorkshop({ provide }: TestProject): Promise<() => Promise<void>> {
  const workshop = await mkdtemp(join(tmpdir(), 'cognito-auth-packages-'))
  await Promise.all([
    execute('npx', [
      '--yes',
      'pnpm@12',
      '-r',
      '--filter',
      './packages/*',
      'pack',
      '--pack-destination',
      workshop,
    ]),
    installCompilers(workshop),
  ])
  provide('workshop', workshop)
  return () => rm(workshop, { recursive: true, force: true })
}

/** The tarballs of a workshop, by the short name of the package: `core`, `express`. */
export async function tarballsOf(workshop: string): Promise<ReadonlyMap<string, string>> {
  const tarballs = new Map<string, string>()
  for (const file of await readdir(workshop)) {
    const name = tarballName.exec(file)?.groups?.name
    if (name !== undefined) tarballs.set(name, join(workshop, file))
  }
  return tarballs
}
