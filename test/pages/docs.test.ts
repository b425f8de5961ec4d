import { describe, expect, it } from 'vitest'
import { compile } from '../support/compiled.ts'
import { deadLinksOf, markdownFiles, pages } from '../support/markdown.ts'
import { fileOf, modulesOf } from '../support/page.ts'
import { readReadme, tableWithTitles } from '../support/readme.ts'

describe.each(markdownFiles)('%s', (path) => {
  it('has links that lead somewhere', () => {
    expect(deadLinksOf(path)).toEqual([])
  })
})

describe('The site', () => {
  it('says the same of other packages on its home page and in the comparison', () => {
    const short = tableWithTitles('docs/index.md', '')
    const long = tableWithTitles('docs/comparison.md', '')
    const columns = short[0]?.map((title) => long[0]?.indexOf(title) ?? -1) ?? []
    const rows = long.filter(([name]) => short.some(([shown]) => shown === name))
    expect(short.length).toBeGreaterThan(4)
    expect(short).toEqual(rows.map((row) => columns.map((column) => row[column])))
  })

  it('has each page in its side bar', () => {
    const config = readReadme('docs/.vitepress/config.ts')
    const [, sidebar = ''] = config.split('sidebar: [')
    const links = [...sidebar.matchAll(/link: '\/(.*?)'/g)].map(([, link]) => `docs/${link || 'index'}.md`)
    expect(links.toSorted()).toEqual(pages.toSorted())
  })

  it('has code that compiles', async () => {
    const files = pages
      .flatMap((page) => modulesOf(page))
      .map((block) => [fileOf(block), block.code] as const)
    const compiled = await compile(new Map(files))
    await compiled.remove()
    expect(compiled.complaints).toEqual([])
  })
})
