import 'reflect-metadata'
import { runProcess } from '@linkflow/service'
import { gateway } from './service.js'

await runProcess(gateway, process.env)
