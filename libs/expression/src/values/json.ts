import type { Json } from '@linkflow/kernel'
import { maxValueDepth } from '../limits.js'
import { ExpressionInvalidArgument, ExpressionTooLarge } from '../problems.js'
import type { Runtime } from '../runtime.js'
import type { DateValue } from './date-value.js'
import { isForbiddenKey, ownValue } from './keys.js'
import { kindOf } from './kind.js'
import type { RegexValue } from './regex-value.js'
import type { View } from './view.js'

/**
 * The plain JSON of a value: dates become ISO text, undefined members disappear, numbers that JSON cannot say become
 * null. What already is JSON is returned as it is.
 */
export function toJson(rt: Runtime, value: unknown, depth = 0): Json | undefined {
  rt.work(1 / 16)
  switch (kindOf(value)) {
    case 'string':
      rt.characters((value as string).length)
      rt.allocateText((value as string).length)
      return value as string
    case 'number':
      // JSON has no negative zero.
      return Number.isFinite(value) ? (value as number) + 0 : null
    case 'boolean':
    case 'null':
      return value as boolean | null
    case 'date':
      return (value as DateValue).toJSON()
    case 'regex':
      return (value as RegexValue).toString()
    case 'view':
      return toJson(rt, (value as View).data(rt), depth + 1)
    case 'array':
      return arrayJson(rt, value as unknown[], depth)
    case 'object':
      return objectJson(rt, value as object, depth)
    default:
      return undefined
  }
}

function checkDepth(rt: Runtime, depth: number): void {
  if (depth > maxValueDepth) rt.fail(ExpressionTooLarge, `The value is nested more than ${maxValueDepth} deep.`)
}

function arrayJson(rt: Runtime, array: unknown[], depth: number): Json {
  checkDepth(rt, depth)
  let copy: Json[] | undefined
  for (let i = 0; i < array.length; i++) {
    const element = array[i]
    const json = toJson(rt, element, depth + 1) ?? null
    if (copy === undefined && !Object.is(json, element)) {
      rt.allocateArray(array.length)
      copy = array.slice(0, i) as Json[]
    }
    copy?.push(json)
  }
  return copy ?? (array as Json[])
}

function objectJson(rt: Runtime, object: object, depth: number): Json {
  checkDepth(rt, depth)
  const keys = Object.keys(object)
  const members = keys.map((key) => toJson(rt, ownValue(object, key), depth + 1))
  if (keys.every((key, i) => members[i] !== undefined && Object.is(members[i], ownValue(object, key))))
    return object as Json
  const copy: Record<string, Json> = {}
  keys.forEach((key, i) => {
    const member = members[i]
    if (member === undefined || isForbiddenKey(key)) return
    rt.allocate(48)
    copy[key] = member
  })
  return copy
}

/** JSON.stringify of the plain JSON of a value, sized before it is made. */
export function stringify(rt: Runtime, value: unknown, indent = 0): string | undefined {
  const json = toJson(rt, value)
  if (json === undefined) return undefined
  rt.allocateText(textLength(json, indent, 0))
  return JSON.stringify(json, null, indent)
}

/** An upper bound of the length of a value as JSON text. */
function textLength(json: Json, indent: number, depth: number): number {
  if (typeof json === 'string') return 2 + json.length * (/["\\\p{Cc}\p{Cs}]/u.test(json) ? 6 : 1)
  if (typeof json !== 'object' || json === null) return 24
  const each = 2 + indent * (depth + 1)
  let length = 4 + indent * depth
  if (Array.isArray(json)) for (const element of json) length += each + textLength(element, indent, depth + 1)
  else
    for (const key of Object.keys(json))
      length += each + 6 * key.length + 4 + textLength(json[key] ?? null, indent, depth + 1)
  return length
}

/** JSON.parse; members that an expression could not name are left out. */
export function parseJson(rt: Runtime, text: string): unknown {
  rt.characters(text.length)
  // A text such as [[],[],…] makes about eight bytes of a character.
  rt.allocate(8 * text.length)
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return rt.fail(ExpressionInvalidArgument, 'The text is not JSON.')
  }
  clean(rt, parsed, 0)
  return parsed
}

function clean(rt: Runtime, value: unknown, depth: number): void {
  rt.work(1 / 16)
  checkDepth(rt, depth)
  if (typeof value !== 'object' || value === null) return
  for (const [key, member] of Object.entries(value)) {
    if (isForbiddenKey(key)) delete (value as Record<string, unknown>)[key]
    else clean(rt, member, depth + 1)
  }
}
