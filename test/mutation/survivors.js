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
  {
    file: 'run-authentication.ts',
    line: 'if (isCookie !== undefined) varyByCookie?.(isCookie)',
    becomes: 'if (isCookie !== undefined) varyByCookie(isCookie)',
    reason: 'Adapters pass the function if tokens may come from a cookie; the types cannot express this.',
  },
  {
    file: 'run-authentication.ts',
    line: 'if (isAuthenticationObserved()) void observeAuthentication(isOptional, () => refusal)',
    becomes: 'if (true) void observeAuthentication(isOptional, () => refusal)',
    reason: 'Without a subscriber, nobody gets the message; it need not be created.',
  },
  {
    file: 'run-guard.ts',
    line: 'if (decisions.hasSubscribers) {',
    becomes: 'if (true) {',
    reason: 'Without a subscriber, nobody gets the message; it need not be created.',
  },
  {
    file: 'run-guard.ts',
    line: 'if (decisions.hasSubscribers) decisions.publish({ allowed: true, userPoolId: principal.userPoolId })',
    becomes: 'if (true) decisions.publish({ allowed: true, userPoolId: principal.userPoolId })',
    reason: 'Without a subscriber, nobody gets the message; it need not be created.',
  },
  {
    file: 'bearer.ts',
    line: "return readField(request, 'authorization', 'Authorization')",
    becomes: 'return readField(request, \'authorization\', "")',
    reason: 'The usual spelling saves lower-casing the name.',
  },
  {
    file: 'token-cache.ts',
    line: 'if (isNew) this.#added++',
    becomes: 'if (true) this.#added++',
    reason: 'Counting a replacement only makes later hits change the order more often.',
  },
  {
    file: 'token-cache.ts',
    line: 'if (isNew) this.#added++',
    becomes: 'if (isNew) this.#added--',
    reason: 'The number only has to differ from those before.',
  },
  {
    file: 'key-set.ts',
    line: 'const members: readonly unknown[] = Array.isArray(listed) ? listed : []',
    becomes: 'const members: readonly unknown[] = Array.isArray(listed) ? listed : ["Stryker was here"]',
    reason: 'A string is not a key, and is skipped.',
  },
  {
    file: 'verification-key.ts',
    line: "this.cacheJwks({ keys: [copyMembers({ ...header, kty: 'RSA', use: 'sig', n, e })] })",
    becomes: 'this.cacheJwks({ keys: [copyMembers({ ...header, kty: \'RSA\', use: "", n, e })] })',
    reason: 'The engine only reads it if it is there.',
  },
  {
    file: 'challenge.ts',
    line: "maxAge !== undefined && Number.isSafeInteger(maxAge) && maxAge >= 0 && quote('max_age', String(maxAge)),",
    becomes: "true && Number.isSafeInteger(maxAge) && maxAge >= 0 && quote('max_age', String(maxAge)),",
    reason: 'undefined is no safe integer; the types cannot express this.',
  },
  {
    file: 'to-auth-info.ts',
    line: "const aud = own(claims, 'aud') ?? []",
    becomes: 'const aud = own(claims, \'aud\') ?? ["Stryker was here"]',
    reason: 'That text is not a URL.',
  },
  {
    file: 'to-auth-info.ts',
    line: "const url = [aud].flat().find((name) => typeof name === 'string' && URL.canParse(name))",
    becomes: 'const url = [aud].flat().find((name) => true && URL.canParse(name))',
    reason: 'No other value than a string is a URL; the types need the check.',
  },
  {
    file: 'security.ts',
    line: 'if (security) securityByGuard.set(guard, security)',
    becomes: 'if (true) securityByGuard.set(guard, security)',
    reason: 'undefined is what an absent entry reads as.',
  },
  {
    file: 'security.ts',
    line: 'return !isContained || (others.length === names.length && index < otherIndex)',
    becomes: 'return !isContained || (others.length === names.length && index <= otherIndex)',
    reason: 'A requirement is not compared with itself.',
  },
  {
    file: 'verification-key.ts',
    line: 'if (!isObject(jwk)) return undefined',
    becomes: 'if (false) return undefined',
    reason: 'A copy of what is no object has no kty; the types need the check.',
  },
  {
    file: 'verification-key.ts',
    line: "const jwksUri = 'https://keys.invalid'",
    becomes: 'const jwksUri = ""',
    reason: 'It is only the name under which the engine keeps the key.',
  },
  {
    file: 'verification-key.ts',
    line: 'return bytes.subarray(start < 0 ? bytes.length : start)',
    becomes: 'return bytes.subarray(false ? bytes.length : start)',
    reason: 'The last byte of a number of zeros is a zero too, which is not odd.',
  },
  {
    file: 'observe-authentication.ts',
    line: 'if (userId !== undefined) userIds.set(message, userId)',
    becomes: 'if (true) userIds.set(message, userId)',
    reason: 'A message without a user id is not found either way.',
  },
  {
    file: 'token-authenticator.ts',
    line: 'return observeAuthentication(false, (observation) =>',
    becomes: 'return observeAuthentication(true, (observation) =>',
    reason: 'A token is not missing credentials, so whether they are optional makes no difference.',
  },
  {
    file: 'token-authenticator.ts',
    line: "if (!isAuthenticationObserved()) return this.#authenticate(token, 'malformed_token')",
    becomes: "if (false) return this.#authenticate(token, 'malformed_token')",
    reason: 'Without a subscriber, nobody gets the message; it need not be created.',
  },
  {
    file: 'token-authenticator.ts',
    line: 'const cached = digest === undefined ? undefined : this.#findCached(digest, token)',
    becomes: 'const cached = false ? undefined : this.#findCached(digest, token)',
    reason: 'There is no cache if there is no digest; the types cannot express this.',
  },
  {
    file: 'token-authenticator.ts',
    line: 'this.#cache?.delete(digest)',
    becomes: 'this.#cache.delete(digest)',
    reason: 'There is a cache if there is a digest; the types cannot express this.',
  },
  {
    file: 'token-authenticator.ts',
    line: 'const cached = this.#cache?.get(digest)',
    becomes: 'const cached = this.#cache.get(digest)',
    reason: 'There is a cache if there is a digest; the types cannot express this.',
  },
  {
    file: 'token-authenticator.ts',
    line: 'this.#cache?.set(digest, verified)',
    becomes: 'this.#cache.set(digest, verified)',
    reason: 'There is a cache if there is a digest; the types cannot express this.',
  },
  {
    file: 'token-authenticator.ts',
    line: "return verified.reason === 'malformed_token' && !isB64Token(token) ? { reason: malformed } : verified",
    becomes: 'return true && !isB64Token(token) ? { reason: malformed } : verified',
    reason: 'A token with other characters is always malformed; the first check is faster.',
  },
  {
    file: 'components.ts',
    line: "{ option: 'options', value: options },",
    becomes: '{ option: "", value: options },',
    reason: 'The path of an option is left out for the options themselves.',
  },
  {
    file: 'components.ts',
    line: '{ domain: true, scopes: true },',
    becomes: '{ domain: false, scopes: true },',
    reason: 'Only the names are read.',
  },
  {
    file: 'components.ts',
    line: '{ domain: true, scopes: true },',
    becomes: '{ domain: true, scopes: false },',
    reason: 'Only the names are read.',
  },
  {
    file: 'token-authenticator.ts',
    line: 'this.#revocation = revocations || isRevoked ? { revocations, isRevoked } : undefined',
    becomes: 'this.#revocation = true ? { revocations, isRevoked } : undefined',
    reason: 'Without either option, nothing is asked; the check is faster.',
  },
  {
    file: 'copy-members.ts',
    line: 'for (const name of pollutingNames) if (Object.hasOwn(copy, name)) Reflect.deleteProperty(copy, name)',
    becomes: 'for (const name of pollutingNames) if (true) Reflect.deleteProperty(copy, name)',
    reason: 'Deleting an absent property changes nothing; the check is faster.',
  },
]
