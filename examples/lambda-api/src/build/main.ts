/** Writes both bundles to `dist/bundles`. With the path of a JWKS file, they contain its keys. */
import { bundle } from './bundle.ts'

const [jwksFile] = process.argv.slice(2)

for (const framework of ['express', 'fastify'] as const)
  await bundle(framework, { outfile: `dist/bundles/${framework}.mjs`, jwksFile })
