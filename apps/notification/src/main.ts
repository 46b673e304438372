import 'reflect-metadata'
import { runProcess } from '@linkflow/service'
import { notification } from './service.js'

await runProcess(notification, process.env)
