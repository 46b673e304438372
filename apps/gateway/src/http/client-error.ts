import { HeadersTooLarge, RequestTimeout, RequestUnreadable } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import type { Problem } from '@linkflow/kernel'
import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { problemHeaders } from './problem-reply.js'

/** Answers what is so wrong that it never became a request; nobody is left to answer when the connection broke. */
export function answerClientError(error: { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) socket.destroy()
  else endWithProblem(socket, problemOf(error.code))
}

function problemOf(code: string | undefined): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') return HeadersTooLarge()
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return RequestTimeout()
  return RequestUnreadable()
}

/** Writes a problem document as a whole HTTP answer and ends the connection. */
export function endWithProblem(socket: Duplex, problem: Problem): void {
  const body = JSON.stringify(problem.toDocument(newId()))
  const headers = {
    ...problemHeaders(problem),
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? 'Error'}\r\n${lines.join('')}\r\n${body}`)
}
