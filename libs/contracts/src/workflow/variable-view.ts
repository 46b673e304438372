import { z } from 'zod'
import { At } from '../core/schemas.js'

/** Most variables of the workspace, and of one workflow. */
export const MAX_VARIABLES = 100
/** Most of them together, in bytes of their JSON: every execution that reads them keeps a copy. */
export const VARIABLES_BYTES = 64 * 1024

const RESERVED = new Set(['__proto__', 'constructor', 'prototype'])

export const VariableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'must be a letter or _, then letters, digits or _, 64 at most')
  .refine((name) => !RESERVED.has(name), 'is reserved')

export const VariableValue = z
  .union([z.string().max(8192), z.number(), z.boolean()])
  .describe('Everybody who may read workflows sees it: keep what is secret in a credential.')
export type VariableValue = z.infer<typeof VariableValue>

export const VariableView = z.object({ name: z.string(), value: VariableValue, updatedAt: At })
export type VariableView = z.infer<typeof VariableView>
