import { describe, expect, it } from 'vitest'
import { compile } from '../support/compiled.ts'
import { publicNamesOf } from '../support/declarations.ts'

/** What surrounds the examples in the doc comments of a package. */
const surroundings: Readonly<Record<string, string>> = {
  core: '',
  express: [
    "import express, { type RequestHandler } from 'express'",
    'const app = express()',
    'const showUser: RequestHandler = (_req, res) => void res.send()',
    'const changePassword = showUser',
    'export { app, showUser, changePassword }',
  ].join('\n'),
  fastify: [
    "import Fastify from 'fastify'",
    'const app = Fastify()',
    "const showUser = () => 'user'",
    'const changePassword = showUser',
    'export { app, showUser, changePassword }',
  ].join('\n'),
  testing: '',
  revocation: '',
  opentelemetry: '',
}

const packages = Object.keys(surroundings)

/** What the adapters pass on is explained in core. */
const ofCore = new Set(publicNamesOf('core').map(({ name }) => name))

describe.each(packages)('@cognito-auth/%s', (packageName) => {
  const names = publicNamesOf(packageName).filter(({ name }) => packageName === 'core' || !ofCore.has(name))

  it('has names', () => {
    expect(names.length).toBeGreaterThan(3)
  })

  it('explains each of them in a doc comment', () => {
    expect(names.filter(({ comment }) => comment === '').map(({ name }) => name)).toEqual([])
  })
})

describe('The examples in the doc comments', () => {
  it('compile', async () => {
    const examples = packages.flatMap((name) =>
      publicNamesOf(name).flatMap((documented) => {
        const fences = [...documented.comment.matchAll(/^```ts\n(.*?)^```$/gms)]
        return fences.map(
          ([, code = ''], index) =>
            [`${name}-${documented.name}-${index}.ts`, exampleModule(name, code)] as const,
        )
      }),
    )
    expect(examples.length).toBeGreaterThan(3)
    const compiled = await compile(new Map(examples))
    await compiled.remove()
    expect(compiled.complaints).toEqual([])
  })
})

/** An example with the imports that it leaves out. */
function exampleModule(packageName: string, code: string): string {
  const exported = new Set(publicNamesOf(packageName).map(({ name }) => name))
  const used = [...exported].filter((name) => !name.includes('.') && new RegExp(`\\b${name}\\b`).test(code))
  const imports = `import { ${used.join(', ')} } from '@cognito-auth/${packageName}'`
  return [imports, surroundings[packageName], code].join('\n')
}
