import { createRequire } from 'node:module'
import { builtPackages } from './built-packages.ts'

const require = createRequire(import.meta.url)

/** Loads another copy of a package and of the packages that it needs, as a process has that installed them twice. */
export function loadSecondCopy(name: string): unknown {
  const firstCopy = Object.entries(require.cache).filter(([path]) => builtPackages.test(path))
  for (const [path] of firstCopy) delete require.cache[path]
  try {
    return require(name)
  } finally {
    for (const [path, module] of firstCopy) require.cache[path] = module
  }
}
