import { copyFile, cp, mkdtemp, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execute, npmFlags } from './execute.ts'
import { tarballsOf } from './workshop.ts'

/** What a project installs beside our packages, and how. */
export interface Stack {
  /** npm puts all packages side by side; pnpm shows each package what it asked for, and nothing else. */
  readonly layout: 'npm' | 'pnpm'
  /** Short names of our packages: `core`, `express`. */
  readonly packages: readonly string[]
  /** Frameworks and, where they come separately, their types. */
  readonly dependencies: Readonly<Record<string, string>>
}

/** Makes a project as a user has it: tarballs of ours, packages of others, and the apps in `consumers`. Returns its folder. */
export async function createProject(
  workshop: string,
  { layout, packages, dependencies }: Stack,
): Promise<string> {
  const project = await mkdtemp(join(workshop, 'project-'))
  const tarballs = await tarballsOf(workshop)
  const ours = (name: string) => [`@cognito-auth/${name}`, `file:${tarballs.get(name)}`] as const
  const overrides = Object.fromEntries([ours('core')])
  const manifest = {
    private: true,
    dependencies: {
      ...Object.fromEntries(packages.map(ours)),
      '@types/node': '^20.19.0',
      ...dependencies,
    },
    // npm rejects an override of what the project itself depends on.
    overrides: packages.includes('core') ? {} : overrides,
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
  const apps = (await readdir(project)).filter((file) => file.endsWith('.mts'))
  await Promise.all(
    apps.map((file) => copyFile(join(project, file), join(project, file.replace('.mts', '.cts')))),
  )
  return project
}
