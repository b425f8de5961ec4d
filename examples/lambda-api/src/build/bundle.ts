import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'

const folder = join(import.meta.dirname, '../..')

export type Framework = 'express' | 'fastify'

/** Where a bundle goes. */
export interface BundleOptions {
  readonly outfile: string

  /** A file with the keys of the user pool. By default, the function fetches them. */
  readonly jwksFile?: string | undefined
}

/** Writes a handler with all that it needs into one file, ready for Lambda. */
export async function bundle(framework: Framework, { outfile, jwksFile }: BundleOptions): Promise<void> {
  await build({
    entryPoints: [join(folder, `src/${framework}.ts`)],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // The packages in the bundle are CommonJS: they load Node's modules with `require`.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    define: jwksFile === undefined ? {} : { COGNITO_JWKS: await readFile(jwksFile, 'utf8') },
  })
}
