import { defineProblem } from '@linkflow/kernel'
import { z } from 'zod'

export const Finding = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  nodeId: z.string().optional(),
  pointer: z.string().describe('JSON pointer into the workflow.'),
  params: z.record(z.string(), z.unknown()).optional(),
})

export const WorkflowNotFound = defineProblem({
  code: 'workflow/not-found',
  status: 404,
  title: 'There is no such workflow.',
})
export const VersionNotFound = defineProblem({
  code: 'workflow/version-not-found',
  status: 404,
  title: 'There is no such version of the workflow.',
})
export const DraftChanged = defineProblem({
  code: 'workflow/draft-changed',
  status: 412,
  title: 'Somebody changed the draft since you read it.',
  params: z.object({ currentRevision: z.number() }),
  detail: ({ currentRevision }) =>
    `The draft is at revision ${currentRevision} now. Read it again before you change it.`,
})
export const WorkflowInvalid = defineProblem({
  code: 'workflow/invalid',
  status: 422,
  title: 'The draft cannot be published.',
  params: z.object({ findings: z.array(Finding) }),
  detail: ({ findings }) =>
    findings
      .filter((f) => f.severity === 'error')
      .map((f) => f.message)
      .join(' '),
})
export const WorkflowNotPublished = defineProblem({
  code: 'workflow/not-published',
  status: 409,
  title: 'The workflow has no published version yet. Publish it first.',
})
export const WorkflowActive = defineProblem({
  code: 'workflow/active',
  status: 409,
  title: 'The workflow is active. Deactivate it first.',
})

export const WorkflowArchived = defineProblem({
  code: 'workflow/archived',
  status: 409,
  title: 'The workflow is archived. Restore it first.',
})
export const TagNotFound = defineProblem({
  code: 'workflow/tag-not-found',
  status: 404,
  title: 'No workflow has this tag.',
})
export const FolderNotFound = defineProblem({
  code: 'workflow/folder-not-found',
  status: 404,
  title: 'There is no such folder.',
})
export const FolderTooDeep = defineProblem({
  code: 'workflow/folder-too-deep',
  status: 409,
  title: 'Folders cannot be nested that deep.',
  params: z.object({ limit: z.int() }),
  detail: ({ limit }) => `A folder may lie in at most ${limit - 1} others.`,
})
export const FolderInItself = defineProblem({
  code: 'workflow/folder-in-itself',
  status: 409,
  title: 'A folder cannot be moved into itself or what it holds.',
})

export const VariableNotFound = defineProblem({
  code: 'workflow/variable-not-found',
  status: 404,
  title: 'There is no such variable.',
})
export const VariablesFull = defineProblem({
  code: 'workflow/variables-full',
  status: 409,
  title: 'There is no room for another variable.',
  params: z.object({ limit: z.int(), limitBytes: z.int() }),
  detail: ({ limit, limitBytes }) => `There may be ${limit} variables of ${limitBytes} bytes together.`,
})

export const FormatUnknown = defineProblem({
  code: 'workflow/format-unknown',
  status: 422,
  title: 'The document is of another format.',
  params: z.object({ expected: z.string() }),
  detail: ({ expected }) => `Only documents whose format is ${expected} can be imported.`,
})
export const ExportTooLarge = defineProblem({
  code: 'workflow/export-too-large',
  status: 409,
  title: 'These workflows are too large for one document. Export fewer of them.',
})
export const TemplateNotFound = defineProblem({
  code: 'workflow/template-not-found',
  status: 404,
  title: 'There is no such template.',
})
export const TemplateBuiltIn = defineProblem({
  code: 'workflow/template-built-in',
  status: 409,
  title: 'This template belongs to the product and stays.',
})
export const LinkNotFound = defineProblem({
  code: 'workflow/link-not-found',
  status: 404,
  title: 'There is no such link, or it was revoked.',
})
