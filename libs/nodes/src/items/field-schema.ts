import { z } from 'zod'
import { fixed } from '../parameter-schema.js'
import { PATH_PATTERN } from '../values/path.js'

/** A dotted path of a field. */
export const Field = z.string().max(256).regex(PATH_PATTERN)

/** A list of fields that are the same for every item. */
export const fieldList = (title: string, description: string) =>
  z
    .array(Field)
    .min(1)
    .max(64)
    .meta({ title, description, examples: [['customer.id']], ...fixed() })
