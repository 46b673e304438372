import 'reflect-metadata'
import { runProcess } from '@linkflow/service'
import { execution } from './service.js'

await runProcess(execution, process.env)
