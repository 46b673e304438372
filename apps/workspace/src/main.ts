import 'reflect-metadata'
import { runProcess } from '@linkflow/service'
import { workspace } from './service.js'

await runProcess(workspace, process.env)
