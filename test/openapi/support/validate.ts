import { Validator } from '@seriousme/openapi-schema-validator'

/** The mistakes in an OpenAPI document. */
export async function mistakesIn(document: object): Promise<readonly unknown[]> {
  // As clients see it: without properties that are undefined.
  const { valid, errors } = await new Validator().validate(JSON.parse(JSON.stringify(document)))
  return valid ? [] : [errors].flat()
}
