/** Order of names in the lists of the code: capitals first, as everywhere in the indexes. */
const byCode = (a, b) => (a < b ? -1 : a > b ? 1 : 0)

/** Adds a name to the list that `pattern` captures between its first and third group. */
export function addToList(text, pattern, name, { last } = {}) {
  return text.replace(pattern, (_, before, list, after) => {
    const names = list.split(',').flatMap((part) => part.trim() || [])
    const rest = names.filter((other) => other !== last)
    const sorted = [...rest, name].sort(byCode)
    const kept = last ? [...rest, name, ...names.filter((other) => other === last)] : sorted
    return `${before}${kept.join(', ')}${after}`
  })
}

/** Adds a line beside the lines like it: before the first that sorts after it, else after the last. */
export function addLine(text, line, isLike) {
  const lines = text.split('\n')
  const alike = lines.flatMap((other, index) => (isLike(other) ? [index] : []))
  const next = alike.find((index) => byCode(pathOf(lines[index]), pathOf(line)) > 0)
  lines.splice(next ?? (alike.at(-1) ?? -1) + 1, 0, line)
  return lines.join('\n')
}

/** Imports and exports are ordered by where from. */
const pathOf = (line) => /'([^']+)'/.exec(line)?.[1] ?? line
