/**
 * Mutants that may survive because no caller can tell them from the code. `report.js` finds them by the line that they
 * begin at and by what it becomes. An entry without a survivor fails the run, so that the list stays correct.
 *
 * @type {readonly (import('./report.js').Survivor & { readonly reason: string })[]}
 */
export const knownSurvivors = [
  {
    file: 'token-authenticator.ts',
    line: 'if (digest !== undefined && !isRefusal(result)) this.#cache?.set(digest, verified)',
    becomes: 'if (true && !isRefusal(result)) this.#cache?.set(digest, verified)',
    reason: 'There is no cache if there is no digest; the types cannot express this.',
  },
  {
    file: 'token-authenticator.ts',
    line: 'if (digest !== undefined && !isRefusal(result)) this.#cache?.set(digest, verified)',
    becomes: 'if (digest !== undefined && !isRefusal(result)) this.#cache.set(digest, verified)',
    reason: 'There is a cache if there is a digest; the types cannot express this.',
  },
  {
    file: 'build-principal.ts',
    line: 'if (Object.hasOwn(container, name)) Reflect.deleteProperty(container, name)',
    becomes: 'if (true) Reflect.deleteProperty(container, name)',
    reason: 'Deleting an absent property changes nothing; the check is faster.',
  },
  {
    file: 'parse-token.ts',
    line: "const [headerSegment = '', payload = '', signature = '', ...more] = token.split('.', 4)",
    becomes:
      "const [headerSegment = \"Stryker was here!\", payload = '', signature = '', ...more] = token.split('.', 4)",
    reason: 'There is always a first segment; the types cannot express this.',
  },
  {
    file: 'parse-token.ts',
    line: "const [headerSegment = '', payload = '', signature = '', ...more] = token.split('.', 4)",
    becomes:
      "const [headerSegment = '', payload = \"Stryker was here!\", signature = '', ...more] = token.split('.', 4)",
    reason: 'Without a second segment there is no third one, so the token is refused.',
  },
  {
    file: 'parse-token.ts',
    line: "const [headerSegment = '', payload = '', signature = '', ...more] = token.split('.', 4)",
    becomes:
      "const [headerSegment = '', payload = '', signature = \"Stryker was here!\", ...more] = token.split('.', 4)",
    reason: 'That text is not base64url, so it is refused like an empty segment.',
  },
  {
    file: 'parse-token.ts',
    line: '} catch {',
    becomes: '} catch {}',
    reason: 'The end of the function returns undefined as well; the types need the statement.',
  },
  {
    file: 'validity.ts',
    line: "if (typeof exp !== 'number' || !Number.isFinite(exp)) return 'expiry_missing'",
    becomes: "if (false || !Number.isFinite(exp)) return 'expiry_missing'",
    reason: 'Only numbers are finite; the types cannot express this.',
  },
  {
    file: 'cookie.ts',
    line: "const fields = [readField(request, 'cookie') ?? []].flat()",
    becomes: 'const fields = [readField(request, \'cookie\') ?? ["Stryker was here"]].flat()',
    reason: 'A text without the name of the cookie has no cookie.',
  },
  {
    file: 'request-field.ts',
    line: '{ headers, rawHeaders = [] }: RequestFields,',
    becomes: '{ headers, rawHeaders = ["Stryker was here"] }: RequestFields,',
    reason: 'A field with another name does not count.',
  },
  {
    file: 'request-field.ts',
    line: 'for (let index = 0; index < rawHeaders.length; index += 2) {',
    becomes: 'for (let index = 0; index <= rawHeaders.length; index += 2) {',
    reason: 'There is no name after the last field.',
  },
  {
    file: 'request-field.ts',
    line: "function isNamed(sentName = '', name: string, usualName: string): boolean {",
    becomes: 'function isNamed(sentName = "Stryker was here!", name: string, usualName: string): boolean {',
    reason: 'The loop ends with the list, so there is always a name; the types cannot express this.',
  },
  {
    file: 'request-field.ts',
    line: 'return sentName.length === name.length && (sentName === usualName || sentName.toLowerCase() === name)',
    becomes: 'return true && (sentName === usualName || sentName.toLowerCase() === name)',
    reason: 'The length saves lower-casing most other names.',
  },
  {
    file: 'same-origin.ts',
    line: 'if (origin !== undefined && trustedOrigins.has(origin)) return true',
    becomes: 'if (true && trustedOrigins.has(origin)) return true',
    reason: 'undefined is not a trusted origin; the types cannot express this.',
  },
  {
    file: 'same-origin.ts',
    line: 'const [, scheme, originHost] = originPattern.exec(origin.toLowerCase()) ?? []',
    becomes:
      'const [, scheme, originHost] = originPattern.exec(origin.toLowerCase()) ?? ["Stryker was here"]',
    reason: 'The first item is not read.',
  },
]
