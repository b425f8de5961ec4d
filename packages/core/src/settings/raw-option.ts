/** An option before it is checked, and where it came from. */
export interface RawOption {
  /** Name of the option as error messages show it, for example `userPools[0].issuer`. */
  readonly option: string

  readonly value: unknown

  /** Environment variable that supplied the value, or that can supply it. */
  readonly variable?: string | undefined
}

/** The options of a kind before they are checked. */
export type RawOptions<Options> = { readonly [name in keyof Options]-?: RawOption }

/** The names of all options of a kind. A property that is added to the kind does not compile until it is listed. */
export type OptionNames<Options> = { readonly [name in keyof Options]-?: true }
