import type { Page } from 'playwright-core'

/** The texts of the page whose contrast with what is behind them is below 4.5:1 (WCAG 2.2, 1.4.3), disabled ones too. */
export function faintTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    type Colour = readonly [red: number, green: number, blue: number, alpha: number]
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })

    // Whatever the notation, a canvas turns it into bytes.
    function parse(css: string): Colour {
      if (!canvas) throw new Error('There is no canvas')
      canvas.clearRect(0, 0, 1, 1)
      canvas.fillStyle = css
      canvas.fillRect(0, 0, 1, 1)
      const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data
      return [red, green, blue, alpha / 255]
    }

    function mix(over: Colour, under: Colour, opacity = 1): Colour {
      const alpha = over[3] * opacity
      const [red, green, blue] = [0, 1, 2].map((n) => (over[n] ?? 0) * alpha + (under[n] ?? 0) * (1 - alpha))
      return [red ?? 0, green ?? 0, blue ?? 0, 1]
    }

    function luminance(colour: Colour): number {
      const [red = 0, green = 0, blue = 0] = colour.slice(0, 3).map((byte) => {
        const share = byte / 255
        return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    function lineage(of: Element): readonly Element[] {
      const parent = of.parentElement
      return parent ? [...lineage(parent), of] : [of]
    }

    function contrastOf(holder: Element): number {
      let behind = parse('canvas')
      let opacity = 1
      for (const each of lineage(holder)) {
        const style = getComputedStyle(each)
        opacity *= Number(style.opacity)
        behind = mix(parse(style.backgroundColor), behind, opacity)
      }
      const text = mix(parse(getComputedStyle(holder).color), behind, opacity)
      const [dark = 0, light = 0] = [luminance(text), luminance(behind)].toSorted((a, b) => a - b)
      return (light + 0.05) / (dark + 0.05)
    }

    const found: string[] = []
    let checked = 0
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const { textContent, parentElement } = walker.currentNode
      const text = (textContent ?? '').trim()
      if (!parentElement || text === '') continue
      const holder =
        parentElement instanceof HTMLOptionElement ? parentElement.closest('select') : parentElement
      if (!holder?.checkVisibility()) continue
      checked++
      const contrast = contrastOf(holder)
      if (contrast < 4.5) found.push(`${contrast.toFixed(2)} ${text}`)
    }
    if (checked < 30) throw new Error(`The page has only ${checked} texts`)
    return found
  })
}
