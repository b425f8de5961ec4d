import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { launchBrowser } from './browser.ts'
import { openPage, type SignInPage } from './sign-in-page.ts'
import { type Stage, stageOnEmulator, stageOnTestPool } from './stage.ts'

/** The pools that the page is tried on from beginning to end. */
export const pools = [
  { name: 'test pool', id: 'test-pool', start: stageOnTestPool },
  { name: 'emulated pool', id: 'emulator', start: stageOnEmulator },
] as const

/** What the tests of a block share. */
export interface OpenStage<Kind extends Stage> {
  readonly stage: Kind
  readonly browser: Browser
}

/** Sets a stage for the tests of a block. */
export function openStage<Kind extends Stage>(start: () => Promise<Kind>): OpenStage<Kind> {
  let stage: Kind
  let browser: Browser
  beforeAll(async () => {
    ;[stage, browser] = await Promise.all([start(), launchBrowser()])
  })
  afterAll(async () => {
    await browser.close()
    await stage.close()
  })
  return {
    get stage() {
      return stage
    },
    get browser() {
      return browser
    },
  }
}

/** Sets a stage, and opens a page for each test. The browser must have had nothing to complain about it. */
export function openStageWithPage<Kind extends Stage>(
  start: () => Promise<Kind>,
): OpenStage<Kind> & { readonly shown: SignInPage } {
  const on = openStage(start)
  let shown: SignInPage
  beforeEach(async () => {
    shown = await openPage(on.browser, on.stage.url)
  })
  afterEach(async () => {
    await shown.page.context().close()
    expect(shown.complaints).toEqual([])
  })
  return {
    get stage() {
      return on.stage
    },
    get browser() {
      return on.browser
    },
    get shown() {
      return shown
    },
  }
}
