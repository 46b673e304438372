import { functionTable, number } from '../native.js'
import { ExpressionInvalidArgument } from '../problems.js'
import type { Runtime } from '../runtime.js'

/** A UUID of version 4 (RFC 9562) from the scope's random numbers. */
function randomUuid(rt: Runtime): string {
  const digit = (n: number) => Math.floor(rt.scope.random() * n)
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (place) =>
    (place === 'x' ? digit(16) : 8 + digit(4)).toString(16),
  )
}

/** All of them repeat for the same scope: see `Scope.random`. */
export const randomFunctions = functionTable({
  $random: (rt) => rt.scope.random(),
  /** A whole number from the first to the second, both included. */
  $randomInt: (rt, [from, to]) => {
    const [low, high] = [Math.ceil(number(rt, from)), Math.floor(number(rt, to))]
    if (low > high) rt.fail(ExpressionInvalidArgument, 'There is no whole number in that range.')
    return low + Math.floor(rt.scope.random() * (high - low + 1))
  },
  $uuid: (rt) => {
    rt.work(20)
    return rt.scope.uuid?.() ?? randomUuid(rt)
  },
})
