import 'reflect-metadata'
import { runProcess } from '@linkflow/service'
import { schedule } from './service.js'

await runProcess(schedule, process.env)
