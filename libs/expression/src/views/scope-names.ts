import type { Runtime } from '../runtime.js'
import { dateValue, now } from '../values/date-value.js'
import { inputView } from './input-view.js'
import { itemView } from './item-view.js'
import { nodesView } from './node-view.js'

/** The names an expression can read. `$('Node')` is a call and stands in the compiler. */
export const scopeNames: ReadonlyMap<string, (rt: Runtime) => unknown> = new Map<string, (rt: Runtime) => unknown>([
  ['$json', (rt) => rt.scope.item?.json],
  ['$item', (rt) => itemView(rt.scope.item, rt.scope.index)],
  ['$index', (rt) => rt.scope.index],
  ['$input', inputView],
  ['$node', () => nodesView],
  ['$execution', (rt) => rt.scope.execution],
  ['$workflow', (rt) => rt.scope.workflow],
  ['$vars', (rt) => rt.scope.vars ?? {}],
  ['$env', (rt) => rt.scope.env ?? {}],
  ['$now', now],
  ['$today', (rt) => dateValue(rt, now(rt).time.startOf('day'))],
])
