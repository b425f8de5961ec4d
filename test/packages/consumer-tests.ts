import { join } from 'node:path'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { answersOf, expectedAnswers } from './answers.ts'
import { type Compilation, compile } from './compilers.ts'
import { createProject, type Stack } from './project.ts'

/**
 * Installs the tarballs beside a framework, and proves that apps of every kind compile, run and answer.
 *
 * @param compilations how the app in TypeScript is compiled.
 */
export function testConsumers(
  adapter: 'express' | 'fastify',
  { layout, dependencies }: Pick<Stack, 'layout' | 'dependencies'>,
  compilations: readonly Compilation[],
): void {
  const versions = Object.entries(dependencies).map(([name, version]) => `${name}@${version}`)

  describe(`${versions.join(', ')}, installed by ${layout}`, () => {
    const workshop = inject('workshop')
    let project: string

    beforeAll(async () => {
      const packages = [adapter, 'revocation', 'testing']
      project = await createProject(workshop, { layout, packages, dependencies })
    })

    test.for(['mjs', 'cjs'])('serves JavaScript, as .%s', async (ending) => {
      expect(await answersOf(join(project, `${adapter}.${ending}`))).toEqual(expectedAnswers)
    })

    const rows = compilations.map(
      (compilation) => [compilation.version, compilation.setting, compilation] as const,
    )

    test.for(rows)('serves TypeScript, compiled by %s with %s', async ([, , compilation]) => {
      const outcome = await compile(workshop, project, [adapter, `${adapter}-types`], compilation)
      for (const ending of compilation.endings) {
        const file = join(outcome, `${adapter}.${ending.replace('t', 'j')}`)
        expect(await answersOf(file)).toEqual(expectedAnswers)
      }
    })
  })
}
