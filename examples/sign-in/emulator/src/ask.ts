/** What the emulator answered. */
export interface Answer {
  /** An id in the answer. */
  id(object: string, name: string): string
}

/** Sends an operation of the user pools API. The emulator believes whoever asks: nothing is signed. */
export async function ask(endpoint: string, operation: string, parameters: object): Promise<Answer> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(parameters),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${operation} failed: ${text}`)

  return {
    id(object, name) {
      const answer: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>> = JSON.parse(text)
      const id = answer[object]?.[name]
      if (typeof id === 'string') return id
      throw new Error(`${operation} answered without ${object}.${name}`)
    },
  }
}
