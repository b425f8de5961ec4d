import { copyFile, cp, mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execute, npmFlags } from './execute.ts'
import { tarballsOf } from './workshop.ts'

/** An adapter, beside the framework that it is for. */
export interface Stack {
  readonly adapter: 'express' | 'fastify'
  /** npm puts all packages side by side; pnpm shows each package what it asked for, and nothing else. */
  readonly layout: 'npm' | 'pnpm'
  /** The framework and, where they come separately, its types. */
  readonly dependencies: Readonly<Record<string, string>>
}

/** Makes a project as a user has it: the adapter, the test pool and the framework, and a few apps. Returns its folder. */
export async function createProject(
  workshop: string,
  { adapter, layout, dependencies }: Stack,
): Promise<string> {
  const project = await mkdtemp(join(workshop, `${adapter}-`))
  const tarballs = await tarballsOf(workshop)
  const ours = (name: string): string => `file:${tarballs.get(name)}`
  const overrides = { '@cognito-auth/core': ours('core') }
  const manifest = {
    private: true,
    dependencies: {
      [`@cognito-auth/${adapter}`]: ours(adapter),
      '@cognito-auth/testing': ours('testing'),
      '@types/node': '^20.19.0',
      ...dependencies,
    },
    overrides,
  }
  await writeFile(join(project, 'package.json'), JSON.stringify(manifest))
  if (layout === 'npm') {
    await execute('npm', ['install', ...npmFlags], project)
  } else {
    // JSON is YAML.
    await writeFile(join(project, 'pnpm-workspace.yaml'), JSON.stringify({ hoist: false, overrides }))
    await execute('npx', ['--yes', 'pnpm@12', 'install', '--prefer-offline', '--ignore-scripts'], project)
  }

  await cp(join(import.meta.dirname, 'consumers'), project, { recursive: true })
  for (const name of [adapter, `${adapter}-types`]) {
    await copyFile(join(project, `${name}.mts`), join(project, `${name}.cts`))
  }
  return project
}
