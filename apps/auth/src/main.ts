import 'reflect-metadata'
import { runProcess } from '@linkflow/service'
import { auth } from './service.js'

await runProcess(auth, process.env)
