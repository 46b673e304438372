import type { DurationUnit } from 'luxon'
import { ExpressionInvalidArgument } from '../problems.js'
import type { Runtime } from '../runtime.js'
import { toText } from '../values/convert.js'

const units: readonly DurationUnit[] = [
  'year',
  'quarter',
  'month',
  'week',
  'day',
  'hour',
  'minute',
  'second',
  'millisecond',
]

export type Unit = 'year' | 'quarter' | 'month' | 'week' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond'

/** The unit of `days` or `day`. */
export function toUnit(rt: Runtime, value: unknown): Unit {
  const name = toText(rt, value)
  const unit = units.find((each) => each === name || `${each}s` === name)
  return (unit as Unit | undefined) ?? rt.fail(ExpressionInvalidArgument, 'There is no such unit of time.')
}
