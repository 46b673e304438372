import Fastify from 'fastify'
import pg from 'pg'

/** The least that "durably accepted" can cost over HTTP here: one insert, one commit, per request. */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })
await pool.query('create table if not exists floor (id bigint generated always as identity primary key, body jsonb)')
const app = Fastify()
app.post('/', async (request) => {
  await pool.query({ name: 'insert', text: 'insert into floor (body) values ($1)', values: [request.body] })
  return { ok: true }
})
process.stdout.write(`floor ${await app.listen({ port: 0, host: '127.0.0.1' })}\n`)
process.on('SIGTERM', () => process.exit(0))
