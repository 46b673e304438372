import { defineProblem } from '@linkflow/kernel'

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
