/** Bounds of one evaluation. */
export interface Limits {
  /**
   * Steps per template. A step is one evaluated node of the expression, one element a native loop visits, one
   * character a regular expression reads, or 16 characters of native string work.
   */
  fuel: number
  /** Bytes that may be allocated, counted and never given back. Shared by all templates of one value. */
  bytes: number
}

export const defaultLimits: Limits = { fuel: 100_000, bytes: 8 * 1024 * 1024 }

/** Longest expression between braces, in UTF-16 code units. */
export const maxExpressionLength = 16 * 1024

/** Longest template, in UTF-16 code units: the text around expressions may be a whole page. */
export const maxTemplateLength = 512 * 1024

/** Most expressions in one template. */
export const maxExpressions = 1000

/** Deepest nesting of an expression, and of calls at run time. */
export const maxDepth = 64

/** Deepest nesting of a value that is converted, copied or returned. */
export const maxValueDepth = 200

/** Characters of native string work that cost one step. */
export const charactersPerStep = 16
