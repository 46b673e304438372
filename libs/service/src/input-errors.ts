import type { InputError } from '@linkflow/kernel'
import type { z } from 'zod'

/** Zod's issues as JSON pointers with codes; the branches of a union that came closest are told, not all of them. */
export function inputErrors(error: z.ZodError, prefix = ''): InputError[] {
  return error.issues.flatMap((issue): InputError[] => {
    const pointer = prefix + issue.path.map(step).join('')
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        pointer: pointer + step(key),
        code: 'unknown-member',
        message: `There is no member "${key}" here.`,
      }))
    return [{ pointer, code: issue.code.replaceAll('_', '-'), message: issue.message }]
  })
}

/** One step of a JSON pointer (RFC 6901). */
const step = (part: PropertyKey) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`
