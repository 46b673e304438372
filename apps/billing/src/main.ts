import 'reflect-metadata'
import { runProcess } from '@linkflow/service'
import { billing } from './service.js'

await runProcess(billing, process.env)
