import { defineProblem } from '@linkflow/kernel'
import { z } from 'zod'

export const CredentialNotFound = defineProblem({
  code: 'credential/not-found',
  status: 404,
  title: 'There is no such credential.',
})
export const CredentialTypeUnknown = defineProblem({
  code: 'credential/type-unknown',
  status: 422,
  title: 'There is no such credential type.',
  params: z.object({ type: z.string(), known: z.array(z.string()) }),
  detail: ({ type, known }) => `"${type}" is not one of ${known.join(', ')}.`,
})
