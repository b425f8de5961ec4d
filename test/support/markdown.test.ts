import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deadLinksOf } from './markdown.ts'
import { root } from './readme.ts'

let folder: string

beforeAll(() => {
  const cache = join(root, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  folder = mkdtempSync(join(cache, 'links-'))
  writeFileSync(join(folder, 'tea.md'), '# Tea\n## Green')
})

afterAll(() => {
  rmSync(folder, { recursive: true })
})

function deadLinksIn(text: string): readonly string[] {
  const path = join(folder, 'page.md')
  writeFileSync(path, text)
  return deadLinksOf(relative(root, path))
}

describe('deadLinksOf', () => {
  it('is content with files and headings that exist, and with other sites', () => {
    const links = '[a](tea.md) [b](tea.md#green) [c](#page) [d](https://example.com/x.md) [e](../)'
    expect(deadLinksIn(`# Page\n${links}\n\n<<< tea.md#region`)).toEqual([])
  })

  it.each([
    ['a file', '[a](coffee.md)', '](coffee.md)'],
    ['a heading of a file', '[a](tea.md#black)', '](tea.md#black)'],
    ['a heading of the page', '[a](#elsewhere)', '](#elsewhere)'],
    ['code of a file', '<<< coffee.ts#region', '<<< coffee.ts'],
  ])('finds %s that does not exist', (_what, text, link) => {
    expect(deadLinksIn(text)).toEqual([link])
  })

  it('passes over code', () => {
    expect(deadLinksIn('`[a](b.md)`\n```md\n[c](d.md)\n```')).toEqual([])
  })
})
