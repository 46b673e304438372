import { Unavailable } from '@linkflow/kernel'
import type { Problem } from '@linkflow/kernel'

/** `workflow` of `req.workflow.publish-workflow.v1`. */
export function serviceOf(subject: string): string {
  return subject.split('.')[1] ?? subject
}

/** The problem of a call nobody answers. */
export function nobodyServes(subject: string): Problem {
  return Unavailable({ service: serviceOf(subject) })
}
