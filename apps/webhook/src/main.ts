import 'reflect-metadata'
import { runProcess } from '@linkflow/service'
import { webhook } from './service.js'

await runProcess(webhook, process.env)
