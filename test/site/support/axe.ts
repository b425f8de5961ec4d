import axe from 'axe-core'
import type { Page } from 'playwright-core'

/**
 * What axe-core holds against the page: the rule, and the elements that break it. The search button of VitePress is left out: its
 * label lacks the keys that it shows.
 */
export async function accessibilityProblems(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  const found: unknown = await page.evaluate(
    `axe.run({ exclude: ['.DocSearch-Button'] }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)))`,
  )
  if (!Array.isArray(found)) throw new Error('axe-core did not answer')
  return found.map(String)
}
