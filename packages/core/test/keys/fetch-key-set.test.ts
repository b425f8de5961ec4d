import { describe, expect, it } from 'vitest'
import { withPollution } from '../../../../test/support/pollution.ts'
import { fetchKeySet } from '../../dist/keys/fetch-key-set.js'
import { KeyFetchError } from '../../dist/keys/key-fetch-error.js'
import { type KeySet, readKeySet } from '../../dist/keys/key-set.js'
import { Stopwatch } from '../../dist/lib/stopwatch.js'
import { createKeyServer } from '../support/key-server.ts'
import { fromJavaScript } from '../support/refusal.ts'
import { createSigner } from '../support/signer.ts'

const url = 'https://keys.example.com/jwks.json?key=secret'
const { jwk } = createSigner('one')
const settings = { maxAgeSeconds: 600, maxStaleSeconds: 86_400, timeoutSeconds: 5, cooldownSeconds: 10 }

function fetchFrom(fetch: ReturnType<typeof createKeyServer>['fetch'], previous: KeySet = new Map()) {
  return fetchKeySet(url, { ...settings, fetch }, previous)
}

describe('fetchKeySet', () => {
  it('fetches a set, with its age', async () => {
    const { keys, age } = Object(await fetchFrom(createKeyServer(jwk).fetch))
    expect([...keys.keys()]).toEqual(['one'])
    expect(age).toBeInstanceOf(Stopwatch)
  })

  it('keeps the object of a key that has not changed', async () => {
    const previous = readKeySet({ keys: [jwk] })
    const { keys } = await fetchFrom(createKeyServer(jwk).fetch, previous)
    expect(keys?.get('one')).toBe(previous.get('one'))
  })

  it('fails without a usable key, and does not show the query', async () => {
    expect(await fetchFrom(createKeyServer({ kty: 'EC' }).fetch)).toEqual({
      error: new KeyFetchError('https://keys.example.com/jwks.json delivers no usable key', 'no_usable_key'),
    })
  })

  it('ends a body of empty chunks at the time limit', async () => {
    const emptyChunks = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array()) })
    const fetch = () => Promise.resolve(new Response(emptyChunks))
    expect(await fetchKeySet(url, { ...settings, timeoutSeconds: 0.05, fetch }, new Map())).toMatchObject({
      error: new KeyFetchError(
        'https://keys.example.com/jwks.json did not deliver within 0.05 seconds',
        'timeout',
      ),
    })
  })

  it('does not take keys from a polluted Object.prototype after a failure', async () => {
    const keys = await withPollution({ keys: [jwk] }, async () => {
      const result = await fetchFrom(() => Promise.reject(new Error('no network')))
      return result.keys
    })
    expect(keys).toBeUndefined()
  })

  it.each([
    ['rejects', () => Promise.reject(new Error('no network'))],
    ['returns nothing', () => fromJavaScript(undefined)],
    [
      'throws an error that cannot be read',
      () => {
        throw new Proxy(new Error('broken'), {
          get() {
            throw new Error('not readable either')
          },
        })
      },
    ],
  ])('never rejects, also when fetch %s', async (_, fetch) => {
    expect(await fetchFrom(fromJavaScript(fetch))).toEqual({ error: expect.any(Error) })
  })
})
