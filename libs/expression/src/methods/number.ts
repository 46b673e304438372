import { methodTable } from '../native.js'
import { ExpressionInvalidArgument } from '../problems.js'
import type { Runtime } from '../runtime.js'
import { toInteger } from '../values/convert.js'

function within(rt: Runtime, value: unknown, from: number, to: number): number {
  const number = toInteger(rt, value)
  return number >= from && number <= to
    ? number
    : rt.fail(ExpressionInvalidArgument, `The number must be from ${from} to ${to}.`)
}

export const numberMethods = methodTable<number>({
  toExponential: (rt, self, [digits]) =>
    self.toExponential(digits === undefined ? undefined : within(rt, digits, 0, 100)),
  toFixed: (rt, self, [digits]) => self.toFixed(within(rt, digits, 0, 100)),
  toLocaleString: (rt: Runtime, self: number) => {
    rt.work(10)
    return self.toLocaleString('en-US')
  },
  toPrecision: (rt, self, [digits]) =>
    digits === undefined ? String(self) : self.toPrecision(within(rt, digits, 1, 100)),
  toString: (rt: Runtime, self: number, [radix]: unknown[]) => {
    rt.allocate(2048)
    return self.toString(radix === undefined ? 10 : within(rt, radix, 2, 36))
  },
  valueOf: (_rt: Runtime, self: number) => self,
})
