import { commonPasswords } from './common-passwords.js'

const LEAST_CHARACTERS = 12
const LEAST_DISTINCT = 5
/** Characters that must remain when everything guessable counts as one. */
const LEAST_UNGUESSABLE = 8

/** Rows in which neighbours follow each other; read in both directions, starting anywhere. */
const ROWS = ['01234567890123456789', 'abcdefghijklmnopqrstuvwxyzabcdefghij', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm']
const SEQUENCES = ROWS.flatMap((row) => [row, [...row].reverse().join('')])

/** Words that a guesser tries first, decorated in every usual way. */
const WORDS = (
  'linkflow workflow automation password passwort passwd pass welcome letmein qwerty qwertz azerty admin administrator ' +
  'iloveyou monkey dragon master shadow sunshine princess football baseball superman batman secret login access ' +
  'changeme default company summer winter spring autumn monday friday january february october november december ' +
  'hello test testing guest root user trustno1 whatever starwars freedom computer internet'
).split(' ')

const SUBSTITUTES: Record<string, string> = {
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}

/** Whose password it is: what is known of somebody is what is guessed first. */
export interface PasswordOwner {
  email: string
  name: string
}

/**
 * Why a password must not be used, in a sentence for its owner; undefined for a good one. Length and a list of known
 * passwords after NIST SP 800-63B 3.1.1.2; patterns after the idea of zxcvbn (Wheeler, USENIX Security 2016): what a
 * guesser tries as one piece counts as one character.
 */
export function passwordWeakness(password: string, owner: PasswordOwner): string | undefined {
  const text = password.normalize('NFKC').toLowerCase()
  const characters = [...text]
  if (characters.length < LEAST_CHARACTERS) return `Use at least ${LEAST_CHARACTERS} characters.`
  const plain = replaceSubstitutes(text)
  if ([text, plain].some((form) => commonPasswords.has(form.replaceAll(/\s/g, ''))))
    return 'This password is well known.'
  if (new Set(characters).size < LEAST_DISTINCT) return 'Use more different characters.'
  if (isRepetition(characters)) return 'This password is one piece, repeated.'
  const local = owner.email.toLowerCase().split('@')[0] ?? ''
  if (local.length >= LEAST_DISTINCT && [text, plain].some((form) => form.includes(local)))
    return 'This password contains your e-mail address.'
  const words = [...wordsOf(owner.name), ...wordsOf(owner.email), ...WORDS]
  if ([text, plain].some((form) => unguessable(form, words) < LEAST_UNGUESSABLE))
    return 'This password is easy to guess.'
  return undefined
}

function replaceSubstitutes(text: string): string {
  return [...text].map((character) => SUBSTITUTES[character] ?? character).join('')
}

/** Whether the text is a shorter piece twice or more, the last time perhaps not to its end. */
function isRepetition(characters: string[]): boolean {
  for (let period = 1; period <= Math.min(characters.length / 2, LEAST_CHARACTERS - 1); period++)
    if (characters.every((character, index) => character === characters[index % period])) return true
  return false
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length >= 3)
}

/** How many characters remain when words, years, sequences and runs count as one each. */
function unguessable(text: string, words: string[]): number {
  const longestFirst = [...words].sort((a, b) => b.length - a.length)
  let rest = text
  for (const word of longestFirst) rest = rest.replaceAll(word, '\u0000')
  rest = rest.replaceAll(/(19|20)\d\d/g, '\u0000')
  return [...collapseSequences(rest).replaceAll(/(.)\1+/gsu, '$1')].length
}

/** Replaces what follows a row for three characters or more by one. */
function collapseSequences(text: string): string {
  let collapsed = ''
  let at = 0
  while (at < text.length) {
    let end = at + 1
    while (end < text.length && SEQUENCES.some((row) => row.includes(text.slice(at, end + 1)))) end++
    collapsed += end - at >= 3 ? '\u0000' : text.slice(at, end)
    at = end
  }
  return collapsed
}
