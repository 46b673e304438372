import { defineProblem } from '@linkflow/kernel'
import type { Problem } from '@linkflow/kernel'

/** What every problem of an expression says. */
export type ExpressionParams = {
  /** The source between the braces. */
  expression: string
  /** 0-based offset into the template, in UTF-16 code units. */
  position: number
  /** One sentence for people. Made from the source, never from the data. */
  reason: string
  /** The piece of source that was undefined, refused or of the wrong type. */
  subject?: string
}

const declare = (code: string, title: string) =>
  defineProblem<ExpressionParams>({
    code: `expression/${code}`,
    status: 422,
    title,
    detail: ({ reason, expression, position }) => `${reason} (position ${position} of {{ ${expression} }})`,
  })

export const ExpressionSyntax = declare('syntax', 'The expression cannot be read.')
export const ExpressionNotAllowed = declare('not-allowed', 'The expression uses something that is not allowed.')
export const ExpressionUndefined = declare('undefined', 'The expression uses something that is undefined.')
export const ExpressionFuelExceeded = declare('fuel-exceeded', 'The expression takes too much work.')
export const ExpressionTooLarge = declare('too-large', 'The expression or its value is too large.')
export const ExpressionType = declare('type', 'The expression uses a value of the wrong type.')
export const ExpressionInvalidArgument = declare('invalid-argument', 'A function was given a value it cannot use.')

/** Recognises every problem this library throws. */
export const ExpressionError = {
  is: (error: unknown): error is Problem & { params: ExpressionParams } =>
    error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('expression/'),
}
