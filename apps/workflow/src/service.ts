import { contractsOf } from '@linkflow/contracts'
import { catalog } from '@linkflow/nodes'
import { defineService } from '@linkflow/service'
import { workflowSchema } from './adapters/postgres/schema.js'
import { FolderStore } from './adapters/postgres/folder-store.js'
import { TagStore } from './adapters/postgres/tag-store.js'
import { VariableStore } from './adapters/postgres/variable-store.js'
import { LinkStore } from './adapters/postgres/link-store.js'
import { TemplateStore } from './adapters/postgres/template-store.js'
import { WorkflowStore } from './adapters/postgres/workflow-store.js'
import { ActivationQuota } from './app/activation-quota.js'
import { ActivateWorkflowHandler } from './app/activate-workflow.js'
import { ArchiveWorkflowHandler } from './app/archive-workflow.js'
import { RestoreWorkflowHandler } from './app/restore-workflow.js'
import { DuplicateWorkflowHandler } from './app/duplicate-workflow.js'
import { TagWorkflowHandler } from './app/tag-workflow.js'
import { MoveWorkflowHandler } from './app/move-workflow.js'
import { ListTagsHandler } from './app/list-tags.js'
import { RenameTagHandler } from './app/rename-tag.js'
import { DeleteTagHandler } from './app/delete-tag.js'
import { CreateFolderHandler } from './app/create-folder.js'
import { ListFoldersHandler } from './app/list-folders.js'
import { RenameFolderHandler } from './app/rename-folder.js'
import { MoveFolderHandler } from './app/move-folder.js'
import { DeleteFolderHandler } from './app/delete-folder.js'
import { DiffVersionsHandler } from './app/diff-versions.js'
import { RestoreVersionHandler } from './app/restore-version.js'
import { ListVariablesHandler } from './app/list-variables.js'
import { SetVariableHandler } from './app/set-variable.js'
import { DeleteVariableHandler } from './app/delete-variable.js'
import { ListWorkflowVariablesHandler } from './app/list-workflow-variables.js'
import { SetWorkflowVariableHandler } from './app/set-workflow-variable.js'
import { DeleteWorkflowVariableHandler } from './app/delete-workflow-variable.js'
import { GetVariablesHandler } from './app/get-variables.js'
import { ExportWorkflowsHandler } from './app/export-workflows.js'
import { ImportWorkflowsHandler } from './app/import-workflows.js'
import { ListTemplatesHandler } from './app/list-templates.js'
import { GetTemplateHandler } from './app/get-template.js'
import { CreateTemplateHandler } from './app/create-template.js'
import { UseTemplateHandler } from './app/use-template.js'
import { DeleteTemplateHandler } from './app/delete-template.js'
import { CreateLinkHandler } from './app/create-link.js'
import { ListLinksHandler } from './app/list-links.js'
import { RevokeLinkHandler } from './app/revoke-link.js'
import { ViewLinkHandler } from './app/view-link.js'
import { CredentialNames } from './app/credential-names.js'
import { CredentialRules } from './app/credential-rules.js'
import { CATALOG } from './app/catalog.js'
import { CreateWorkflowHandler } from './app/create-workflow.js'
import { DeactivateWorkflowHandler } from './app/deactivate-workflow.js'
import { DeleteWorkflowHandler } from './app/delete-workflow.js'
import { GetRunnableHandler } from './app/get-runnable.js'
import { GetVersionHandler } from './app/get-version.js'
import { GetWorkflowHandler } from './app/get-workflow.js'
import { ListVersionsHandler } from './app/list-versions.js'
import { ListWorkflowsHandler } from './app/list-workflows.js'
import { PublishWorkflowHandler } from './app/publish-workflow.js'
import { ReconcileTriggers } from './app/reconcile-triggers.js'
import { OutsideRules } from './app/outside-rules.js'
import { ScheduleRules } from './app/schedule-rules.js'
import { TriggerRegistration } from './app/trigger-registration.js'
import { WorkspaceTimeZone } from './app/workspace-time-zone.js'
import { UpdateWorkflowHandler } from './app/update-workflow.js'
import { ValidateWorkflowHandler } from './app/validate-workflow.js'
import { workflowConfig } from './config.js'

/** Drafts, versions and activation of workflows. */
export const workflow = defineService({
  name: 'workflow',
  contracts: contractsOf('workflow'),
  handlers: [
    ActivateWorkflowHandler,
    CreateWorkflowHandler,
    DeactivateWorkflowHandler,
    DeleteWorkflowHandler,
    GetRunnableHandler,
    GetVersionHandler,
    GetWorkflowHandler,
    ListVersionsHandler,
    ListWorkflowsHandler,
    PublishWorkflowHandler,
    UpdateWorkflowHandler,
    ValidateWorkflowHandler,
    ViewLinkHandler,
    RevokeLinkHandler,
    ListLinksHandler,
    CreateLinkHandler,
    DeleteTemplateHandler,
    UseTemplateHandler,
    CreateTemplateHandler,
    GetTemplateHandler,
    ListTemplatesHandler,
    ImportWorkflowsHandler,
    ExportWorkflowsHandler,
    GetVariablesHandler,
    DeleteWorkflowVariableHandler,
    SetWorkflowVariableHandler,
    ListWorkflowVariablesHandler,
    DeleteVariableHandler,
    SetVariableHandler,
    ListVariablesHandler,
    RestoreVersionHandler,
    DiffVersionsHandler,
    DeleteFolderHandler,
    MoveFolderHandler,
    RenameFolderHandler,
    ListFoldersHandler,
    CreateFolderHandler,
    DeleteTagHandler,
    RenameTagHandler,
    ListTagsHandler,
    MoveWorkflowHandler,
    TagWorkflowHandler,
    DuplicateWorkflowHandler,
    RestoreWorkflowHandler,
    ArchiveWorkflowHandler,
  ],
  schema: workflowSchema,
  providers: [
    WorkflowStore,
    FolderStore,
    TagStore,
    LinkStore,
    TemplateStore,
    CredentialNames,
    CredentialRules,
    VariableStore,
    ActivationQuota,
    OutsideRules,
    ScheduleRules,
    TriggerRegistration,
    WorkspaceTimeZone,
    { provide: CATALOG, useValue: catalog },
  ],
  background: [ReconcileTriggers],
  config: workflowConfig,
})
