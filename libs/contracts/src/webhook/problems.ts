import { defineProblem } from '@linkflow/kernel'
import { z } from 'zod'

export const WebhookNotFound = defineProblem({
  code: 'webhook/not-found',
  status: 404,
  title: 'There is no such webhook.',
})
export const SignatureInvalid = defineProblem({
  code: 'webhook/signature-invalid',
  status: 401,
  title: 'The request could not be verified.',
})
export const AddressRefused = defineProblem({
  code: 'webhook/address-refused',
  status: 403,
  title: 'This webhook takes nothing from your address.',
})
export const TooManyDeliveries = defineProblem({
  code: 'webhook/too-many-deliveries',
  status: 429,
  title: 'More arrived than this webhook takes in a minute.',
  params: z.object({ retryAfterSeconds: z.int() }),
})
export const ResponseTimeout = defineProblem({
  code: 'webhook/response-timeout',
  status: 504,
  title: 'The workflow goes on, but did not answer in time.',
})
export const WorkflowFailed = defineProblem({
  code: 'webhook/workflow-failed',
  status: 500,
  title: 'The workflow failed.',
})
