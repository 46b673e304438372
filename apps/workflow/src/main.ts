import 'reflect-metadata'
import { runProcess } from '@linkflow/service'
import { workflow } from './service.js'

await runProcess(workflow, process.env)
