import { describe, expect, it } from 'vitest'
import { compile } from '../support/compiled.ts'
import { deadLinksOf, markdownFiles, pages } from '../support/markdown.ts'
import { fileOf, modulesOf } from '../support/page.ts'
import { readReadme } from '../support/readme.ts'

describe.each(markdownFiles)('%s', (path) => {
  it('has links that lead somewhere', () => {
    expect(deadLinksOf(path)).toEqual([])
  })
})

describe('The site', () => {
  it('has each page in its side bar', () => {
    const config = readReadme('docs/.vitepress/config.ts')
    const links = [...config.matchAll(/link: '\/(.*?)'/g)].map(([, link]) => `docs/${link || 'index'}.md`)
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
