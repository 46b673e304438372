/** Keywords that say nothing about which values are valid. */
const ANNOTATIONS = new Set(['title', 'description', 'default', 'examples', '$schema', 'deprecated', '$comment'])

/**
 * Compares two JSON Schemas of one event. Whoever wrote or reads a version of it must go on to understand every other
 * writer of that version, so only a new member that may be absent is harmless. Gives what is not, as sentences.
 */
export function breakingChanges(before, after, path = '') {
  if (!isObject(before) || !isObject(after)) return isSame(before, after) ? [] : [`${at(path)} was changed`]
  const keywords = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...keywords].flatMap((keyword) => {
    if (ANNOTATIONS.has(keyword)) return []
    if (keyword === 'properties') return changedMembers(before, after, path)
    if (keyword === 'required') return changedDuties(before, after, path)
    if (keyword === 'items' && keyword in before && keyword in after)
      return breakingChanges(before.items, after.items, `${path}/*`)
    if (isSame(before[keyword], after[keyword])) return []
    return [`${at(path)} had ${keyword} ${say(before[keyword])} and has ${say(after[keyword])}`]
  })
}

function changedMembers(before, after, path) {
  const were = before.properties ?? {}
  const are = after.properties ?? {}
  return Object.keys(were).flatMap((name) =>
    name in are ? breakingChanges(were[name], are[name], `${path}/${name}`) : [`${at(`${path}/${name}`)} was removed`],
  )
}

function changedDuties(before, after, path) {
  const had = new Set(before.required ?? [])
  const has = new Set(after.required ?? [])
  const added = [...has].filter((name) => !had.has(name))
  const left = [...had].filter((name) => !has.has(name) && name in (after.properties ?? {}))
  return [
    ...added.map((name) => `${at(`${path}/${name}`)} must be there now: what is under way lacks it`),
    ...left.map((name) => `${at(`${path}/${name}`)} may be absent now: readers count on it`),
  ]
}

/** Same values, whatever the order of members and without what only describes. */
export function isSame(a, b) {
  return JSON.stringify(canonical(a)) === JSON.stringify(canonical(b))
}

function canonical(value) {
  if (Array.isArray(value)) return value.map(canonical)
  if (!isObject(value)) return value
  const names = Object.keys(value).filter((name) => !ANNOTATIONS.has(name))
  return Object.fromEntries(names.sort().map((name) => [name, canonical(value[name])]))
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)
const at = (path) => path || 'the event'
const say = (value) => JSON.stringify(value) ?? 'none'
