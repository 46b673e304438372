import { describe, expect, test } from '@jest/globals'
import { catalog } from '@linkflow/nodes'
import { findingsOf } from './findings.js'
import { gallery } from './gallery.js'
import { fillIn } from './template.js'

describe('the gallery', () => {
  test.each(gallery.map((template) => [template.id, template] as const))('%s is right as it comes', (_, template) => {
    const definition = fillIn(template, {})
    expect(findingsOf(definition, catalog)).toEqual([])
    expect(JSON.stringify(definition)).not.toContain('<<')
  })

  test('has every template once', () => {
    expect(new Set(gallery.map(({ id }) => id)).size).toBe(gallery.length)
  })
})

describe('filling in', () => {
  const [template] = gallery
  test('refuses what is unknown', () => {
    let thrown: unknown
    try {
      fillIn(template!, { 'a/b': 'x' })
    } catch (error) {
      thrown = error
    }
    expect(thrown).toMatchObject({ params: { errors: [{ pointer: '/parameters/a~1b', code: 'unknown-parameter' }] } })
  })

  test('refuses a gap', () => {
    let thrown: unknown
    try {
      fillIn({ ...template!, parameters: [{ name: 'city', label: 'City' }] }, {})
    } catch (error) {
      thrown = error
    }
    expect(thrown).toMatchObject({ params: { errors: [{ pointer: '/parameters/city', code: 'missing-parameter' }] } })
  })
})
