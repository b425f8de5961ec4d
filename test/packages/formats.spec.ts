import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createTestUserPool } from '@cognito-auth/testing'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { nodeBinary } from '../matrix/node-binary.js'
import { run } from '../support/child.ts'
import { writeSamples } from '../support/page-samples.ts'
import { answersOf, expectedAnswers } from './answers.ts'
import { execute } from './execute.ts'
import { createProject } from './project.ts'
import { tarballsOf } from './workshop.ts'

const frameworks = { express: '^5', fastify: '^5' }
const runners = {
  jest: '^30',
  supertest: '^7',
  'ts-jest': '^29',
  typescript: '~5.9.0',
  vitest: '^4.1.0',
}
const bundlers = {
  '@rollup/plugin-commonjs': '^29',
  '@rollup/plugin-json': '^6',
  '@rollup/plugin-node-resolve': '^16',
  '@vercel/ncc': '^0.45.0',
  esbuild: '^0.28.0',
  rollup: '^4',
  webpack: '^5',
  'webpack-cli': '^6',
}

const workshop = inject('workshop')
const node = process.execPath
let packages: readonly string[]
let project: string

beforeAll(async () => {
  packages = [...(await tarballsOf(workshop)).keys()]
  const dependencies = { ...frameworks, ...runners, ...bundlers }
  project = await createProject(workshop, { layout: 'npm', packages, dependencies })
})

describe.for(['20.19.0', '22.0.0', '22.12.0', '24', '26'])('Node %s', (version) => {
  let binary: string

  beforeAll(() => {
    binary = nodeBinary(version)
  })

  test.for(['express.mjs', 'express.cjs', 'fastify.mjs', 'fastify.cjs'])('runs %s', async (app) => {
    expect(await answersOf(join(project, app), binary)).toEqual(expectedAnswers)
  })

  test('has one copy of each package, whether imported or required', async () => {
    const names = ['@cognito-auth/core/adapter', ...packages.map((name) => `@cognito-auth/${name}`)]
    expect(await execute(binary, ['one-copy.mjs', ...names], project)).toBe('The same\n')
  })
})

describe.for([
  ['esbuild, CommonJS', 'cjs'],
  ['esbuild, ES module', 'mjs'],
  ['rollup', 'mjs'],
  ['webpack', 'cjs'],
  ['ncc', 'cjs'],
] as const)('a bundle by %s', ([bundler, ending]) => {
  const bundle = async (app: string) => {
    const file = join(project, `out/${bundler.replaceAll(/\W+/g, '-')}-${app}.${ending}`)
    await execute(node, ['bundle.mjs', bundler, app, file], project)
    return file
  }

  test('has one copy of an adapter that is imported and required, and named errors', async () => {
    const output: unknown = JSON.parse(await execute(node, [await bundle('mixed.mjs')]))
    expect(output).toEqual({ statuses: [200, 403], names: ['InvalidTokenError', 'ConfigurationError'] })
  })

  test('answers on Fastify', async () => {
    expect(await answersOf(await bundle('fastify.cjs'))).toEqual(expectedAnswers)
  })
})

// With any other character in it, V8 decodes and parses a whole bundle more slowly.
test('each package consists of ASCII once it is bundled and minified', async () => {
  const options = ['--bundle', '--minify', '--platform=node', '--packages=external']
  for (const name of packages) {
    const entry = `./node_modules/@cognito-auth/${name}/dist/index.js`
    const bundle = await execute(node, ['node_modules/esbuild/bin/esbuild', entry, ...options], project)
    expect(bundle.length).toBeGreaterThan(1000)
    expect(bundle).toMatch(/^[\0-\x7F]*$/)
  }
})

describe('a test by', () => {
  test.for([
    ['Jest', ['node_modules/jest/bin/jest.js', '--rootDir', 'runners/jest']],
    [
      'ts-jest',
      [
        'node_modules/jest/bin/jest.js',
        '--rootDir',
        'runners/ts-jest',
        '--config',
        'runners/ts-jest/jest.config.js',
      ],
    ],
    ['Vitest', ['node_modules/vitest/vitest.mjs', 'run', '--root', 'runners/vitest']],
    ['node:test', ['--test', 'runners/node/app.spec.cjs']],
  ] as const)('%s passes, without configuration', async ([, command]) => {
    await expect(execute(node, command, project)).resolves.toBeTypeOf('string')
  })

  test('Jest passes, installed by pnpm', async () => {
    const dependencies = { express: frameworks.express, jest: runners.jest }
    const stack = { layout: 'pnpm', packages: ['express', 'testing'], dependencies } as const
    const folder = await createProject(workshop, stack)
    const command = ['node_modules/jest/bin/jest.js', '--rootDir', 'runners/jest']
    await expect(execute(node, command, folder)).resolves.toBeTypeOf('string')
  })
})

describe('the page about Jest', () => {
  test.for([
    ['CommonJS', ['orders.test.js', 'clock.test.js'], { testEnvironment: 'node' }, []],
    ['TypeScript', ['me.test.ts'], { transform: { '^.+\\.ts$': ['ts-jest', {}] } }, []],
    ['ES modules', ['health.test.mjs'], { testEnvironment: 'node' }, ['--experimental-vm-modules']],
  ] as const)('has tests that pass: %s', async ([kind, files, config, flags]) => {
    const folder = join(project, 'pages', kind)
    await writeSamples('docs/recipes/jest.md', folder, files)
    const jest = join(project, 'node_modules/jest/bin/jest.js')
    const command = [...flags, jest, '--rootDir', folder, '--config', JSON.stringify(config)]
    await expect(execute(node, command, project)).resolves.toBeTypeOf('string')
  })
})

describe('the page about bundling', () => {
  test.for([
    ['esbuild to CommonJS', 'build.mjs', ['build.mjs'], 'dist/app.cjs'],
    ['esbuild to an ES module', 'build-esm.mjs', ['build-esm.mjs'], 'dist/app.mjs'],
    [
      'webpack',
      'webpack.config.js',
      ['../../node_modules/webpack-cli/bin/cli.js', '--config', 'webpack.config.js'],
      'dist/app.cjs',
    ],
    [
      'rollup',
      'rollup.config.mjs',
      ['../../node_modules/rollup/dist/bin/rollup', '-c', 'rollup.config.mjs'],
      'dist/app.mjs',
    ],
    [
      'ncc',
      undefined,
      ['../../node_modules/@vercel/ncc/dist/ncc/cli.js', 'build', 'app.mjs', '--minify', '--out', 'dist'],
      'dist/index.mjs',
    ],
  ] as const)('has a build that works: %s', async ([bundler, sample, command, bundle]) => {
    const folder = join(project, 'pages', bundler)
    await mkdir(folder, { recursive: true })
    await writeSamples('docs/recipes/bundling.md', folder, sample === undefined ? [] : [sample])
    await copyFile(join(import.meta.dirname, 'consumers/app.mjs'), join(folder, 'app.mjs'))
    await execute(node, command, folder)

    const pool = await createTestUserPool()
    const keys = await pool.listen()
    const app = run(join(folder, bundle), [], {
      COGNITO_USER_POOL_ID: pool.userPoolId,
      COGNITO_CLIENT_ID: pool.clientId,
      COGNITO_JWKS_URI: keys.jwksUri,
    })
    const url = (await app.printed('\n')).trim()
    const statusFor = async (headers: Record<string, string>) => (await fetch(url, { headers })).status
    expect(await statusFor({})).toBe(401)
    expect(await statusFor({ authorization: pool.bearer() })).toBe(200)
    app.process.kill()
    await app.end
    await keys.close()
  })
})
