import { readFileSync } from 'node:fs'

interface Manifest {
  readonly repository?: string | { readonly url: string }
}

/** The web address of the repository, if the manifest names it. */
export function findRepository(): string | undefined {
  const path = new URL('../../packages/core/package.json', import.meta.url)
  const { repository } = JSON.parse(readFileSync(path, 'utf8')) as Manifest
  const url = typeof repository === 'object' ? repository.url : repository
  return url?.replace(/^git\+/, '').replace(/\.git$/, '')
}
