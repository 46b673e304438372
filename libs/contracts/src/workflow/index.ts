export { ExportWorkflows } from './export-workflows.js'
export { ImportWorkflows } from './import-workflows.js'
export { ListTemplates } from './list-templates.js'
export { GetTemplate } from './get-template.js'
export { CreateTemplate } from './create-template.js'
export { UseTemplate } from './use-template.js'
export { DeleteTemplate } from './delete-template.js'
export { CreateLink } from './create-link.js'
export { ListLinks } from './list-links.js'
export { RevokeLink } from './revoke-link.js'
export { ViewLink } from './view-link.js'
export { EXPORT_FORMAT, MAX_EXPORTED, ExportDocument, ExportedWorkflow } from './export-document.js'
export { TemplateParameter, TemplateSummary, TemplateView } from './template-view.js'
export { LinkView } from './link-view.js'
export { ListVariables } from './list-variables.js'
export { SetVariable } from './set-variable.js'
export { DeleteVariable } from './delete-variable.js'
export { ListWorkflowVariables } from './list-workflow-variables.js'
export { SetWorkflowVariable } from './set-workflow-variable.js'
export { DeleteWorkflowVariable } from './delete-workflow-variable.js'
export { GetVariables } from './get-variables.js'
export { MAX_VARIABLES, VARIABLES_BYTES, VariableName, VariableValue, VariableView } from './variable-view.js'
export { ArchiveWorkflow } from './archive-workflow.js'
export { RestoreWorkflow } from './restore-workflow.js'
export { DuplicateWorkflow } from './duplicate-workflow.js'
export { TagWorkflow } from './tag-workflow.js'
export { MoveWorkflow } from './move-workflow.js'
export { ListTags } from './list-tags.js'
export { RenameTag } from './rename-tag.js'
export { DeleteTag } from './delete-tag.js'
export { CreateFolder } from './create-folder.js'
export { ListFolders } from './list-folders.js'
export { RenameFolder } from './rename-folder.js'
export { MoveFolder } from './move-folder.js'
export { DeleteFolder } from './delete-folder.js'
export { DiffVersions } from './diff-versions.js'
export { RestoreVersion } from './restore-version.js'
export { DiffView } from './diff-view.js'
export { FOLDER_DEPTH, FolderView } from './folder-view.js'
export { MAX_TAGS, Tag, TagView } from './tag-view.js'
export { ActivateWorkflow } from './activate-workflow.js'
export { CreateWorkflow } from './create-workflow.js'
export { DeactivateWorkflow } from './deactivate-workflow.js'
export { DeleteWorkflow } from './delete-workflow.js'
export { GetRunnable } from './get-runnable.js'
export { GetVersion } from './get-version.js'
export { GetWorkflow } from './get-workflow.js'
export { ListVersions } from './list-versions.js'
export { ListWorkflows, workflowSorts, workflowStatuses } from './list-workflows.js'
export type { WorkflowSort, WorkflowStatus } from './list-workflows.js'
export { PublishWorkflow } from './publish-workflow.js'
export { UpdateWorkflow } from './update-workflow.js'
export { ValidateWorkflow } from './validate-workflow.js'
export { WorkflowPublished, WorkflowActivated, WorkflowDeactivated, WorkflowDeleted } from './events.js'
export {
  DraftChanged,
  FolderInItself,
  FolderNotFound,
  FolderTooDeep,
  TagNotFound,
  FormatUnknown,
  ExportTooLarge,
  TemplateNotFound,
  TemplateBuiltIn,
  LinkNotFound,
  VariableNotFound,
  VariablesFull,
  WorkflowArchived,
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
