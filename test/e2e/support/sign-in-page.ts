import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'

/** The page, as somebody sees it who looks for things by their names. */
export interface SignInPage {
  readonly page: Page

  /** What the browser complained about: scripts that failed, and what the page's policy forbids. */
  readonly complaints: readonly string[]

  /** Origins that were asked for something. */
  readonly origins: ReadonlySet<string>

  readonly announcement: Locator
  readonly problem: Locator
  readonly timer: Locator

  /** Waits until something is said to those who cannot see the page. */
  hear(text: string): Promise<void>

  form(name: string): Locator
  heading(name: string): Locator
  press(button: string): Promise<void>

  signIn(username: string, password: string): Promise<void>
  signInByClick(name: string): Promise<void>
  signUp(username: string, password: string): Promise<void>

  /** Calls a route of both APIs, and returns what the page shows of their answers. */
  call(credential: string, route: string): Promise<Readonly<Record<'Express' | 'Fastify', ShownAnswer>>>

  /** What the page shows of the answers to a call. */
  answers(asked: string): Promise<Readonly<Record<'Express' | 'Fastify', ShownAnswer>>>

  /** What the page shows of the way of a request: each step with its state, and the reason where it was refused. */
  way(): Promise<readonly string[]>

  /** The value of a claim, and what the page says of it. */
  claim(token: 'Access token' | 'ID token', name: string): Promise<string>
}

export interface ShownAnswer {
  readonly status: string
  readonly challenge: string
  readonly body: string
}

export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<SignInPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  context.setDefaultTimeout(10_000)
  const page = await context.newPage()
  const complaints: string[] = []
  const origins = new Set<string>()
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    // Refusals are what the page is about: the browser notes each of them.
    if (message.type() === 'error' && !message.text().includes('the server responded with a status of')) {
      complaints.push(message.text())
    }
  })
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (protocol !== 'data:') origins.add(origin)
  })
  await page.goto(url)
  await heading('Sign in').waitFor()

  return {
    page,
    complaints,
    origins,
    announcement: page.getByRole('status'),
    problem: page.getByRole('alert'),
    timer: page.getByRole('timer'),
    hear: (text) => page.getByRole('status').filter({ hasText: text }).waitFor(),
    form,
    heading,
    press,

    async signIn(username, password) {
      await form('With a password').getByLabel('User name').fill(username)
      await form('With a password').getByLabel('Password').fill(password)
      await press('Sign in')
    },
    async signInByClick(name) {
      await page.getByRole('button', { name: new RegExp(`^${name}`) }).click()
      await heading(name).waitFor()
    },
    async signUp(username, password) {
      await press('Create an account')
      await form('Create an account').getByLabel('User name').fill(username)
      await form('Create an account').getByLabel('Email address').fill(`${username}@example.com`)
      await form('Create an account').getByLabel('Password').fill(password)
      await press('Sign up')
      await form('Confirm your account').waitFor()
    },
    async call(credential, route) {
      // The same call may have been answered before.
      await page.locator('#asked').evaluate((element) => element.replaceChildren())
      await page.getByRole('radio', { name: credential }).check()
      await page.getByRole('button', { name: `${route} wants` }).click()
      return answers(`${route} with ${credential}`)
    },
    answers,
    async way() {
      const items = await page
        .getByRole('list', { name: 'The way of the request' })
        .getByRole('listitem')
        .all()
      return Promise.all(
        items.map(async (item) => `${await item.getAttribute('data-state')} ${await item.innerText()}`),
      ).then((texts) => texts.map((text) => text.replaceAll(/\s+/g, ' ').trim()))
    },
    claim(token, name) {
      const claims = page.getByRole('article', { name: token }).getByRole('row')
      const header = page.getByRole('rowheader', { name: new RegExp(`^${name} `) })
      return claims.filter({ has: header }).innerText()
    },
  }

  function form(name: string): Locator {
    return page.getByRole('form', { name })
  }

  function heading(name: string): Locator {
    return page.getByRole('heading', { name, exact: true })
  }

  function press(name: string): Promise<void> {
    return page.getByRole('button', { name, exact: true }).click()
  }

  async function answers(asked: string): ReturnType<SignInPage['answers']> {
    await page.getByText(asked, { exact: true }).waitFor()
    const [Express, Fastify] = await Promise.all([shown('Express'), shown('Fastify')])
    return { Express, Fastify }
  }

  async function shown(api: string): Promise<ShownAnswer> {
    const answer = page.getByRole('article', { name: api })
    const [challenge = '', body = ''] = await answer.getByRole('definition').allInnerTexts()
    return { status: await answer.locator('.status').innerText(), challenge, body }
  }
}
