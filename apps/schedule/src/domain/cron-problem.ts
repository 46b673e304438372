interface Field {
  name: string
  takes: string
}

const FIELDS: readonly Field[] = [
  { name: 'second', takes: '0-59' },
  { name: 'minute', takes: '0-59' },
  { name: 'hour', takes: '0-23' },
  { name: 'day of the month', takes: '1-31, or L for the last' },
  { name: 'month', takes: '1-12, or JAN to DEC' },
  { name: 'weekday', takes: '0-7 or SUN to SAT, 5L for the last Friday, 5#2 for the second' },
]
const EXAMPLE = 'For example, "30 9 * * 1-5" is 9:30 from Monday to Friday.'

/** What is wrong with an expression that has not five or six fields; undefined of one that has. */
export function countProblem(expression: string): string | undefined {
  if (expression.startsWith('@')) return `There is no ${expression}. ${EXAMPLE}`
  const { length } = expression.split(/\s+/)
  if (length === 5 || length === 6) return undefined
  const count = length === 1 ? 'one field' : `${length} fields`
  return `This has ${count}. A cron expression has five (minute, hour, day of the month, month, weekday), or six with the second first. ${EXAMPLE}`
}

/**
 * What is wrong with the fields of an expression, five or six; undefined when nothing is. Each is looked at alone: `isValid`
 * tells whether an expression can be read.
 */
export function fieldProblem(
  fields: readonly string[],
  isValid: (fields: readonly string[]) => boolean,
): string | undefined {
  const kinds = FIELDS.slice(-fields.length)
  const index = fields.findIndex((field, at) => !isValid(kinds.map((_, other) => (other === at ? field : '*'))))
  const kind = kinds[index]
  if (!kind) return undefined
  return `The ${kind.name} (field ${index + 1} of ${fields.length}) cannot be "${fields[index]}". It takes ${kind.takes}; lists (1,5), ranges (1-5), steps (*/5) or *. ${EXAMPLE}`
}
