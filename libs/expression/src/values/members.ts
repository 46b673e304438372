import { ExpressionType, ExpressionUndefined } from '../problems.js'
import type { Runtime } from '../runtime.js'
import { toText } from './convert.js'
import { dateMember } from '../methods/date-members.js'
import type { DateValue } from './date-value.js'
import { ownValue, refuseForbiddenKey } from './keys.js'
import { kindOf } from './kind.js'
import type { RegexValue } from './regex-value.js'
import type { View } from './view.js'

/** The text of a member name, refused when it leads to a prototype. */
export function toKey(rt: Runtime, value: unknown): string {
  if (typeof value === 'number') return String(value)
  const key = toText(rt, value)
  rt.characters(key.length)
  refuseForbiddenKey(rt, key)
  return key
}

/** Reads a member: own data only, so neither inherited names nor accessors exist. Methods are not members. */
export function readMember(rt: Runtime, target: unknown, key: string, subject: () => string): unknown {
  switch (kindOf(target)) {
    case 'object':
      return ownValue(target as object, key)
    case 'array':
      return isArrayMember(key) ? ownValue(target as unknown[], key) : undefined
    case 'string':
      return key === 'length' ? (target as string).length : isIndex(key) ? (target as string)[Number(key)] : undefined
    case 'date':
      return dateMember(target as DateValue, key)
    case 'regex':
      return key === 'source' || key === 'flags' ? (target as RegexValue)[key] : undefined
    case 'view':
      return (target as View).get(rt, key)
    case 'undefined':
    case 'null':
      return rt.fail(
        ExpressionUndefined,
        `${subject()} is ${target === null ? 'null' : 'undefined'}, so it has no member ${key}.`,
        subject(),
      )
    case 'function':
      return rt.fail(ExpressionType, 'A function has no members.')
    default:
      return undefined
  }
}

const isIndex = (key: string): boolean => /^\d{1,9}$/.test(key)

/** `groups` and `index` are members of the result of a match, and of no other array. */
const isArrayMember = (key: string): boolean => key === 'length' || isIndex(key) || key === 'groups' || key === 'index'
