import { describe, expect, it } from 'vitest'
import { invalidOption } from '../../dist/settings/invalid-option.js'

const raw = (value: unknown) => ({ option: 'option', value })

describe('invalidOption', () => {
  it('names option, value and what is allowed', () => {
    expect(invalidOption(raw(7), 'a text')).toMatchObject({
      name: 'ConfigurationError',
      option: 'option',
      message: 'option is 7. It must be a text.',
    })
  })

  it('names the variable that the value comes from', () => {
    expect(invalidOption({ ...raw('7'), variable: 'VARIABLE' }, 'a text').message).toBe(
      "option (from the environment variable VARIABLE) is '7'. It must be a text.",
    )
  })

  it.each([
    ['a long text', 'x'.repeat(1000), 200],
    ['a long list', Array.from({ length: 1000 }, () => 'x'), 200],
    ['a deep object', { a: { b: { c: 'x'.repeat(1000) } } }, 200],
    [
      'an object with many members',
      Object.fromEntries(Array.from({ length: 99 }, (_, name) => [`name${name}`, 1])),
      202,
    ],
  ])('shows %s on one line, shortened', (_, value, length) => {
    const { message } = invalidOption(raw(value), 'short')
    expect(message).not.toContain('\n')
    expect(message.length).toBeLessThan('option is . It must be short.'.length + length)
  })

  it('ends what it cut with an ellipsis', () => {
    const many = Object.fromEntries(Array.from({ length: 99 }, (_, name) => [`name${name}`, 1]))
    expect(invalidOption(raw(many), 'short').message).toMatch(/…\. It must be short\.$/)
    expect(invalidOption(raw({ a: 1 }), 'short').message).not.toContain('…')
  })
})
