const KEBAB = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

/** @throws Error unless `name` is lower-case words joined by hyphens */
export function assertKebab(name, what) {
  if (!KEBAB.test(name)) throw new Error(`"${name}" is no ${what}: write lower-case words joined by hyphens.`)
}

export const pascal = (kebab) => kebab.replace(/(^|-)([a-z0-9])/g, (_, __, letter) => letter.toUpperCase())

export const camel = (kebab) => kebab.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase())

/** The plural as it stands in a path; a word that ends in s is taken for one. */
export function plural(noun) {
  if (noun.endsWith('s')) return noun
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`
}
