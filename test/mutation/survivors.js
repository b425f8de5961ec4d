/**
 * Mutants that may survive, since no caller can tell them from the code. `report.js` finds them by the line that they
 * begin at and what becomes of it; an entry that is found no more fails the run, so that the list stays true.
 *
 * @type {readonly (import('./report.js').Survivor & { readonly reason: string })[]}
 */
export const knownSurvivors = [
  {
    file: 'admission.ts',
    line: "if (typeof token !== 'string' || token.length > maxTokenLength) return { reason: malformed }",
    becomes: "if (typeof token !== 'string' || false) return { reason: malformed }",
    reason: 'The parser refuses what is too long as well, for the same reason; here it saves the hash.',
  },
  {
    file: 'admission.ts',
    line: 'if (digest && !isRejection(judgement)) this.#remembered?.set(digest, outcome)',
    becomes: 'if (digest && !isRejection(judgement)) this.#remembered.set(digest, outcome)',
    reason: 'There is a digest only where tokens are remembered; the types cannot follow.',
  },
  {
    file: 'admission.ts',
    line: 'const remembered = this.#remembered?.get(digest)',
    becomes: 'const remembered = this.#remembered.get(digest)',
    reason: 'There is a digest only where tokens are remembered; the types cannot follow.',
  },
  {
    file: 'admission.ts',
    line: 'this.#remembered?.delete(digest)',
    becomes: 'this.#remembered.delete(digest)',
    reason: 'There is a digest only where tokens are remembered; the types cannot follow.',
  },
  {
    file: 'admission.ts',
    line: 'this.#remembered?.set(digest, { grounds, principal })',
    becomes: 'this.#remembered.set(digest, { grounds, principal })',
    reason: 'There is a digest only where tokens are remembered; the types cannot follow.',
  },
  {
    file: 'bearer.ts',
    line: 'rawHeaders: readonly string[] = [],',
    becomes: 'rawHeaders: readonly string[] = ["Stryker was here"],',
    reason: 'A field of another name does not count.',
  },
  {
    file: 'bearer.ts',
    line: 'for (let index = 0; index < rawHeaders.length; index += 2) {',
    becomes: 'for (let index = 0; index <= rawHeaders.length; index += 2) {',
    reason: 'There is no name behind the last field.',
  },
  {
    file: 'bearer.ts',
    line: "function isAuthorization(name = ''): boolean {",
    becomes: 'function isAuthorization(name = "Stryker was here!"): boolean {',
    reason: 'Nobody asks behind the end of the list; the types cannot follow.',
  },
  {
    file: 'bearer.ts',
    line: "name.length === 'authorization'.length &&",
    becomes: 'true &&',
    reason: 'The length saves the lower case of most other names.',
  },
  {
    file: 'bearer.ts',
    line: "(name === 'Authorization' || name.toLowerCase() === 'authorization')",
    becomes: "(false || name.toLowerCase() === 'authorization')",
    reason: 'The usual spelling has the same lower case; this saves it.',
  },
  {
    file: 'bearer.ts',
    line: "(name === 'Authorization' || name.toLowerCase() === 'authorization')",
    becomes: '(name === "" || name.toLowerCase() === \'authorization\')',
    reason: 'The usual spelling has the same lower case; an empty name has another length.',
  },
  {
    file: 'check-claims.ts',
    line: "if (typeof exp !== 'number' || !Number.isFinite(exp)) return 'expiry_missing'",
    becomes: "if (false || !Number.isFinite(exp)) return 'expiry_missing'",
    reason: 'What is finite is a number; the types cannot follow.',
  },
  {
    file: 'build-principal.ts',
    line: 'if (Object.hasOwn(container, name)) Reflect.deleteProperty(container, name)',
    becomes: 'if (true) Reflect.deleteProperty(container, name)',
    reason: 'Deleting what is not there changes nothing; asking first is quicker.',
  },
  {
    file: 'token-cache.ts',
    line: 'readonly #latest: Place[] = []',
    becomes: 'readonly #latest: Place[] = ["Stryker was here"]',
    reason: 'What is displaced and is no place has no principal to let go.',
  },
  {
    file: 'token-cache.ts',
    line: 'const place = { digest, grounds, principal: undefined, wasMetAgain: false, amongLatest: 0 }',
    becomes: 'const place = {}',
    reason: 'Who asked for the place fills it; all places have the same shape from the start.',
  },
  {
    file: 'token-cache.ts',
    line: 'const place = { digest, grounds, principal: undefined, wasMetAgain: false, amongLatest: 0 }',
    becomes: 'const place = { digest, grounds, principal: undefined, wasMetAgain: true, amongLatest: 0 }',
    reason: 'Who asked for the place fills it.',
  },
  {
    file: 'token-cache.ts',
    line: 'this.#oldest = (index + 1) % latestTokens',
    becomes: 'this.#oldest = (index - 1) % latestTokens',
    reason: 'The other way round it is the same ring.',
  },
  {
    file: 'parse-token.ts',
    line: "const [header = '', payload = '', signature = '', ...more] = token.split('.', 4)",
    becomes:
      "const [header = \"Stryker was here!\", payload = '', signature = '', ...more] = token.split('.', 4)",
    reason: 'The first segment is always there; the types cannot follow.',
  },
  {
    file: 'parse-token.ts',
    line: "const [header = '', payload = '', signature = '', ...more] = token.split('.', 4)",
    becomes:
      "const [header = '', payload = \"Stryker was here!\", signature = '', ...more] = token.split('.', 4)",
    reason: 'Without a second segment there is no third one, which refuses the token.',
  },
  {
    file: 'parse-token.ts',
    line: "const [header = '', payload = '', signature = '', ...more] = token.split('.', 4)",
    becomes:
      "const [header = '', payload = '', signature = \"Stryker was here!\", ...more] = token.split('.', 4)",
    reason: 'That text is no base64url, and refused as the empty one is.',
  },
  {
    file: 'parse-token.ts',
    line: '} catch {',
    becomes: '} catch {}',
    reason: 'The end of the function returns undefined as well; the types want it said.',
  },
]
