import { ExpressionError } from '../problems.js'
import { compileTemplate } from './compile-template.js'

/** Why a template is not valid. */
export interface TemplateFinding {
  /** `expression/…` */
  code: string
  message: string
  /** 0-based offset into the template, in UTF-16 code units. */
  position: number
}

/** Reads and checks a template without evaluating it; undefined when nothing is wrong with it. */
export function checkTemplate(source: string): TemplateFinding | undefined {
  try {
    compileTemplate(source)
    return undefined
  } catch (error) {
    if (!ExpressionError.is(error)) throw error
    return { code: error.code, message: error.detail, position: error.params.position }
  }
}
