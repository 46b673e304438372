import 'reflect-metadata'
import { runProcess } from '@linkflow/service'
import { credential } from './service.js'

await runProcess(credential, process.env)
