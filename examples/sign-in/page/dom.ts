type Constructor<Kind> = abstract new (...parameters: never[]) => Kind

/** The element of index.html with an id. */
export function byId<Kind extends HTMLElement>(id: string, kind: Constructor<Kind>): Kind {
  const found = document.getElementById(id)
  if (found instanceof kind) return found
  throw new Error(`index.html has no fitting element with the id ${id}`)
}

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const created = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) created.setAttribute(name, value)
  created.append(...children)
  return created
}

/** Has a form handled by the page, with what was typed. */
export function onSubmit(form: HTMLFormElement, handle: (typed: (name: string) => string) => unknown): void {
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const data = new FormData(form)
    handle((name) => {
      const value = data.get(name)
      return typeof value === 'string' ? value : ''
    })
  })
}
