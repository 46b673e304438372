export { defaultLimits } from './limits.js'
export type { Limits } from './limits.js'
export {
  ExpressionError,
  ExpressionFuelExceeded,
  ExpressionInvalidArgument,
  ExpressionNotAllowed,
  ExpressionSyntax,
  ExpressionTooLarge,
  ExpressionType,
  ExpressionUndefined,
} from './problems.js'
export type { ExpressionParams } from './problems.js'
export { createScopeRandom } from './random.js'
export type { NodeView, Scope } from './scope.js'
export { checkTemplate } from './template/check-template.js'
export type { TemplateFinding } from './template/check-template.js'
export { compileTemplate } from './template/compile-template.js'
export type { Template } from './template/compile-template.js'
export { evaluate } from './template/evaluate.js'
export { isTemplate } from './template/is-template.js'
export { compileParameters, resolveValue } from './template/parameters.js'
export type { Resolver } from './template/parameters.js'
export { references } from './template/references.js'
export type { References } from './template/references.js'
