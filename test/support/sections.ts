import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * A text with the sections of other files that it asks for, `<!-- section ../README.md#options -->`, in place. The site
 * shows its pages like this. A heading that says the same as the title of the text is left out.
 *
 * @param folder where the text is from.
 */
export function withSections(text: string, folder: string): string {
  return text.replaceAll(/^<!-- section (\S+)#(\S+) -->$/gm, (_directive, file: string, anchor: string) => {
    const path = join(folder, file)
    const section = sectionOf(withSections(readFileSync(path, 'utf8'), dirname(path)), anchor)
    const [heading = '', ...body] = section.split('\n')
    return text.split('\n').includes(heading.replace(/^#+/, '#')) ? body.join('\n') : section
  })
}

/** The part of a text from the heading with the anchor to the next heading that is no deeper. */
function sectionOf(text: string, anchor: string): string {
  const lines = text.split('\n')
  const headings = headingsOf(lines)
  const start = headings.find((heading) => heading.anchor === anchor)
  if (start === undefined) throw new Error(`There is no heading #${anchor}`)
  const end = headings.find(({ line, level }) => line > start.line && level <= start.level)
  return lines.slice(start.line, end?.line).join('\n').trimEnd()
}

/** The anchors of the headings of a text. */
export function anchorsOf(text: string): ReadonlySet<string> {
  return new Set(headingsOf(text.split('\n')).map(({ anchor }) => anchor))
}

/** The anchor of a heading, without its markup: the same on the forge and on the site. */
export function anchorOf(title: string): string {
  return title
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-')
}

function headingsOf(lines: readonly string[]) {
  let isCode = false
  return lines.flatMap((text, line) => {
    if (text.startsWith('```')) isCode = !isCode
    const [, marks, title] = /^(#{1,6}) (.*)$/.exec(text) ?? []
    if (isCode || marks === undefined || title === undefined) return []
    return [{ line, level: marks.length, anchor: anchorOf(title.replaceAll(/\]\([^)]*\)/g, '')) }]
  })
}
