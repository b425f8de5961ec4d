import { describe, expect, it } from 'vitest'
import { describeShape, describeValue } from '../../dist/settings/describe-value.js'

describe('describeValue', () => {
  it.each([
    ['a text', 'text', "'text'"],
    ['a text with quotes and line breaks', "it's\na\ttext", '"it\'s\\na\\ttext"'],
    ['a number', 7, '7'],
    ['a bigint', 5n, '5n'],
    ['null', null, 'null'],
    ['undefined', undefined, 'undefined'],
    ['a function', function named() {}, '[Function: named]'],
    ['a class', Map, '[Function: Map]'],
    ['a function with members', Object.assign(() => 1, { secret: 'secret' }), '[Function]'],
    ['an empty array', [], '[]'],
    ['an array', ['one', 7, null, [1], { a: 1 }], "[ 'one', 7, null, [Array], [Object] ]"],
    ['an array of five', [1, 2, 3, 4, 5], '[ 1, 2, 3, 4, 5 ]'],
    ['a long array', [1, 2, 3, 4, 5, 6, 7], '[ 1, 2, 3, 4, 5, … 2 more items ]'],
    ['an empty object', {}, '{}'],
    ['an object', { a: 1, b: ['x'], c: () => 1 }, '{ a: 1, b: [Array], c: [Function: c] }'],
    ['an object without a prototype', Object.assign(Object.create(null), { a: true }), '{ a: true }'],
    ['a set', new Set(['x']), '[Set]'],
    ['a promise', Promise.resolve('x'), '[Promise]'],
    ['a URL', new URL('https://user:secret@example.com'), '[URL]'],
    ['an error', new Error('secret'), '[Error]'],
    ['bytes', Buffer.from('secret'), '[Uint8Array]'],
    ['a text as an object', Object('secret'), '[String]'],
    ['an object of a class', new Intl.Collator(), '[Intl.Collator]'],
  ])('shows %s', (_, value, shown) => {
    expect(describeValue(value)).toBe(shown)
  })

  it.each([
    ['a long text', 'x'.repeat(1000), 150],
    ['a long list', Array.from({ length: 1000 }, () => 'x'), 150],
    ['long texts', Array.from({ length: 1000 }, () => 'x'.repeat(99)), 201],
    ['a deep object', { a: { b: { c: 'x'.repeat(1000) } } }, 150],
    ['many members', Object.fromEntries(Array.from({ length: 99 }, (_, name) => [`name${name}`, 1])), 201],
  ])('shows %s on one line, shortened', (_, value, length) => {
    const text = describeValue(value)
    expect(text).not.toContain('\n')
    expect(text.length).toBeLessThanOrEqual(length)
  })

  it('ends what it cut with an ellipsis', () => {
    const member = (count: number) => ({ ['x'.repeat(count)]: 1 })
    expect(describeValue(member(193))).toBe(`{ ${'x'.repeat(193)}: 1 }`)
    expect(describeValue(member(194))).toBe(`{ ${'x'.repeat(194)}: 1 …`)
  })

  it('calls no getter', () => {
    const value = {
      get secret(): string {
        throw new Error('It was called')
      },
    }
    const list = Object.defineProperty(['one'], 0, { get: () => value.secret })
    expect(describeValue(value)).toBe('{ secret: [Getter] }')
    expect(describeValue(list)).toBe('[ [Getter] ]')
  })
})

describe('a secret in a value', () => {
  const host = 'keys.example.com'

  it.each([
    ['https://user:secret@', 'https://…@'],
    ['https://user:sec@ret@', 'https://…@'],
    ['https://user:sec?ret@', 'https://…@'],
    ['https://user:sec/ret@', 'https://…@'],
    ['https://user:sec#ret@', 'https://…@'],
    ['https://secret@', 'https://…@'],
    ['https://:secret@', 'https://…@'],
    ['HTTPS://USER:secret@', 'HTTPS://…@'],
    ['https:user:secret@', 'https:…@'],
    ['https:/user:secret@', 'https:/…@'],
    ['https:\\\\user:secret@', 'https:\\\\…@'],
    ['https:\\/user:secret@', 'https:\\/…@'],
    [' https://user:secret@', ' https://…@'],
    ['ht\ttps://user:secret@', '…@'],
    ['https:\t//user:secret@', 'https:…@'],
    ['https://us\ner:secret@', 'https://…@'],
    ['https://user:secret%40', 'https://…@'],
    ['https://user:secret＠', 'https://…@'],
    ['https://user:secret﹫', 'https://…@'],
    ['https://üser:secret@', 'https://…@'],
    ['user:secret@', '…@'],
    ['//user:secret@', '…@'],
    ['secret:x-oauth-basic@', '…@'],
    ['ftp://user:secret@', '…@'],
    ['https://a:secret@one.example.com,https://b:secret@', 'https://…@'],
    ['https://example.com/secret@', 'https://…@'],
  ])('is left out as a password: %j', (userinfo, shown) => {
    const described = `'${shown.replaceAll('\\', '\\\\')}${host}/'`
    expect(describeValue(`${userinfo}${host}/`)).toBe(described)
    expect(describeValue([`${userinfo}${host}/`])).toBe(`[ ${described} ]`)
    expect(describeValue([[`${userinfo}${host}/`]])).toBe('[ [Array] ]')
    expect(describeValue({ url: `${userinfo}${host}/` })).toBe("{ url: '…' }")
    expect(describeValue({ url: { href: `${userinfo}${host}/` } })).toBe('{ url: [Object] }')
  })

  it.each(['?', '#', '？', '﹖', '＃', '﹟', '%3F', '%3f', '%23'])(
    'is left out as a query after %s',
    (mark) => {
      expect(describeValue(`https://${host}/${mark}token=secret`)).toBe(`'https://${host}/${mark}…'`)
      expect(describeValue(`https://${host}/${mark}`)).toBe(`'https://${host}/${mark}'`)
    },
  )

  it('is left out as a password and as a query', () => {
    expect(describeValue(`https://u:secret@${host}/?a=secret#secret`)).toBe(`'https://…@${host}/?…'`)
    expect(describeValue(`https://${host}/?user=secret@example.com&b=secret`)).toBe(
      "'https://…@example.com&b=secret'",
    )
  })

  it('is left out as the name of a member', () => {
    expect(describeValue({ [`https://user:secret@${host}`]: 1 })).toBe(`{ https://…@${host}: 1 }`)
  })

  it('is left out as a text inside of an object', () => {
    expect(describeValue({ kty: 'RSA', n: 'modulus', d: 'secret' })).toBe("{ kty: '…', n: '…', d: '…' }")
  })
})

describe('describeShape', () => {
  it.each([
    ['secret', "'…'"],
    [['secret', 7], "[ '…', 7 ]"],
    [{ keys: ['secret'] }, '{ keys: [Array] }'],
    [{ d: 'secret' }, "{ d: '…' }"],
    [null, 'null'],
  ])('shows no text of %j', (value, shown) => {
    expect(describeShape(value)).toBe(shown)
  })
})
