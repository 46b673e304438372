import { defineProblem } from '@linkflow/kernel'

export const WorkspaceNotFound = defineProblem({
  code: 'workspace/not-found',
  status: 404,
  title: 'There is no such workspace.',
})
