import { Converter, ReferenceReflection, ReflectionCategory, ReflectionKind } from 'typedoc'

/** What people call, in the order in which they meet it. Everything else follows by its kind. */
const categories = {
  'Start here': [
    'requireAuth',
    'cognitoAuth',
    'optionalAuth',
    'createAuthenticator',
    'createTestUserPool',
    'createRevocations',
    'memoryStore',
    'redisStore',
    'instrument',
  ],
  'The user': ['getPrincipal', 'toAuthInfo'],
  Guards: [
    'requireGroup',
    'requireAnyGroup',
    'requireAllGroups',
    'requireScope',
    'requireAnyScope',
    'requireAllScopes',
    'requireStepUp',
    'authorize',
    'anyOf',
    'allOf',
    'inGroup',
    'inAnyGroup',
    'inAllGroups',
    'hasScope',
    'hasAnyScope',
    'hasAllScopes',
    'steppedUp',
  ],
  Errors: ['isAuthError', 'sendAuthError', 'AuthError', 'ConfigurationError'],
}

const titles = [...Object.keys(categories), 'More functions', 'Options', 'Types']

/** A plugin for TypeDoc that begins each page of the reference with what people call. */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => project.children?.forEach(categorize), -1000)
}

function categorize(module) {
  const members = module.children?.filter(({ name }) => name !== 'default').toSorted(byRank) ?? []
  module.categories = titles.flatMap((title) => {
    const children = members.filter((member) => categoryOf(member) === title)
    if (children.length === 0) return []
    const category = new ReflectionCategory(title)
    category.children = children
    return [category]
  })
}

function categoryOf(member) {
  const { name } = member
  const listed = Object.keys(categories).find((title) => categories[title].includes(name))
  if (listed !== undefined) return listed
  if (isType(member)) return name.endsWith('Options') ? 'Options' : 'Types'
  return name.endsWith('Error') ? 'Errors' : 'More functions'
}

function isType(member) {
  const { kind } = member instanceof ReferenceReflection ? member.getTargetReflectionDeep() : member
  return kind === ReflectionKind.Interface || kind === ReflectionKind.TypeAlias
}

function byRank(a, b) {
  return rankOf(a) - rankOf(b) || a.name.localeCompare(b.name)
}

function rankOf({ name }) {
  const ranks = Object.values(categories).flat()
  return ranks.includes(name) ? ranks.indexOf(name) : ranks.length
}
