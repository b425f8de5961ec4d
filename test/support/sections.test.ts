import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anchorOf, anchorsOf, withSections } from './sections.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sections-'))
  const lines = [
    '# Tea',
    '## Green',
    'three minutes',
    '### Cold',
    'overnight',
    '```sh',
    '## no heading',
    '```',
    '## Black',
  ]
  writeFileSync(join(folder, 'tea.md'), lines.join('\n'))
})

afterAll(() => {
  rmSync(folder, { recursive: true })
})

describe('withSections', () => {
  it('puts a section in place, with the deeper ones in it', () => {
    expect(withSections('before\n<!-- section tea.md#green -->\nafter', folder)).toBe(
      'before\n## Green\nthree minutes\n### Cold\novernight\n```sh\n## no heading\n```\nafter',
    )
  })

  it('leaves a heading out that is the title already', () => {
    expect(withSections('# Cold\n<!-- section tea.md#cold -->', folder)).toBe(
      '# Cold\novernight\n```sh\n## no heading\n```',
    )
  })

  it('knows no section that does not exist', () => {
    expect(() => withSections('<!-- section tea.md#white -->', folder)).toThrow('#white')
    expect(() => withSections('<!-- section coffee.md#beans -->', folder)).toThrow('ENOENT')
  })
})

describe('anchorOf', () => {
  it.each([
    ['Test your app', 'test-your-app'],
    ['What is verified, in this order', 'what-is-verified-in-this-order'],
    ['Keep req.userId', 'keep-requserid'],
    ['`isRevoked`', 'isrevoked'],
    ['Größe', 'größe'],
  ])('makes of %s what the forge makes of it', (title, anchor) => {
    expect(anchorOf(title)).toBe(anchor)
  })
})

describe('anchorsOf', () => {
  it('leaves code and the address of links out', () => {
    const text = '# A [link](https://example.com/)\n```sh\n# no heading\n```'
    expect([...anchorsOf(text)]).toEqual(['a-link'])
  })
})
