import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { readReadme } from './readme.ts'

/** Writes samples of a page to files. A sample names its file in its first line: `// build.mjs`. */
export async function writeSamples(page: string, folder: string, names: readonly string[]): Promise<void> {
  const blocks = readReadme(page).matchAll(/^```\w+\n\/\/ (\S+)\n(.*?)^```$/gms)
  const samples = new Map([...blocks].map(([, name = '', code = '']) => [name, code]))
  for (const name of names) {
    const code = samples.get(name)
    if (code === undefined) throw new Error(`${page} has no sample ${name}`)
    const file = join(folder, name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, code)
  }
}
