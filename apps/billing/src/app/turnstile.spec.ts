import { expect, test } from '@jest/globals'
import { Turnstile } from './turnstile.js'

test('no more are inside than there are places, and everybody gets in', async () => {
  const turnstile = new Turnstile(2)
  let inside = 0
  let most = 0
  const results = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      turnstile.pass(async () => {
        most = Math.max(most, ++inside)
        await Promise.resolve()
        inside -= 1
        return index
      }),
    ),
  )
  expect(most).toBe(2)
  expect(results).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
})

test('who fails gives the place back', async () => {
  const turnstile = new Turnstile(1)
  await expect(turnstile.pass(() => Promise.reject(new Error('x')))).rejects.toThrow('x')
  expect(await turnstile.pass(async () => 'in')).toBe('in')
})
