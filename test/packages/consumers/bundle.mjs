/** Bundles an app, minified where the bundler can: `node bundle.mjs <bundler> <app> <bundle>`. */
import { writeFile } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'

const [bundler, app, bundle] = process.argv.slice(2)

/** An ES module that contains CommonJS needs a `require` for the modules of Node. */
const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"

async function bundleByEsbuild(options) {
  const { build } = await import('esbuild')
  const shared = { entryPoints: [app], outfile: bundle, bundle: true, platform: 'node', target: 'node20' }
  await build({ ...shared, minify: true, logLevel: 'error', ...options })
}

async function bundleByRollup() {
  const { rollup } = await import('rollup')
  const { default: commonjs } = await import('@rollup/plugin-commonjs')
  const { default: json } = await import('@rollup/plugin-json')
  const { default: nodeResolve } = await import('@rollup/plugin-node-resolve')
  const plugins = [
    nodeResolve({ preferBuiltins: true, exportConditions: ['node'] }),
    commonjs({ ignoreDynamicRequires: true, strictRequires: true }),
    json(),
  ]
  const built = await rollup({ input: app, plugins, onwarn: () => {} })
  await built.write({ file: bundle, format: 'es', inlineDynamicImports: true })
}

async function bundleByWebpack() {
  const { default: webpack } = await import('webpack')
  const { promisify } = await import('node:util')
  const stats = await promisify(webpack)({
    entry: resolve(app),
    mode: 'production',
    target: 'node20',
    // The test pool does not run with NODE_ENV=production, which this mode would set.
    optimization: { nodeEnv: false },
    output: { path: resolve(dirname(bundle)), filename: basename(bundle) },
  })
  if (stats.hasErrors()) throw new Error(stats.toString())
}

async function bundleByNcc() {
  const { default: ncc } = await import('@vercel/ncc')
  const { code } = await ncc(resolve(app), { minify: true, quiet: true, cache: false, esm: false })
  await writeFile(bundle, code)
}

const bundlers = {
  'esbuild, CommonJS': () => bundleByEsbuild({ format: 'cjs' }),
  'esbuild, ES module': () => bundleByEsbuild({ format: 'esm', banner: { js: banner } }),
  rollup: bundleByRollup,
  webpack: bundleByWebpack,
  ncc: bundleByNcc,
}
await bundlers[bundler]()
