export { ActivateWorkflow } from './activate-workflow.js'
export { CreateWorkflow } from './create-workflow.js'
export { DeactivateWorkflow } from './deactivate-workflow.js'
export { DeleteWorkflow } from './delete-workflow.js'
export { GetRunnable } from './get-runnable.js'
export { GetVersion } from './get-version.js'
export { GetWorkflow } from './get-workflow.js'
export { ListVersions } from './list-versions.js'
export { ListWorkflows } from './list-workflows.js'
export { PublishWorkflow } from './publish-workflow.js'
export { UpdateWorkflow } from './update-workflow.js'
export { ValidateWorkflow } from './validate-workflow.js'
export { WorkflowPublished, WorkflowActivated, WorkflowDeactivated, WorkflowDeleted } from './events.js'
export {
  DraftChanged,
  Finding,
  VersionNotFound,
  WorkflowActive,
  WorkflowInvalid,
  WorkflowNotFound,
  WorkflowNotPublished,
} from './problems.js'
export {
  DEFINITION_BYTES,
  RegisteredWebhook,
  VersionSummary,
  VersionView,
  WorkflowDraft,
  WorkflowSummary,
  WorkflowView,
} from './views.js'
