// Writes docs/expressions.md, its examples from those the specs evaluate; with --check only tells whether it is current.
import { exampleJson, functionExamples } from '../../libs/expression/dist/testing/function-examples.js'
import { publish, table } from './document.mjs'

const code = (text) => `\`${text}\``
const shown = (value) => (value === undefined ? 'undefined' : JSON.stringify(value))
const capital = (text) => text[0].toUpperCase() + text.slice(1)
const section = ([family, examples]) =>
  `### ${capital(family)}\n\n${table(
    ['Expression', 'Value'],
    examples.map(([expression, value]) => [code(expression), code(shown(value))]),
  )}`

await publish(
  'expressions.md',
  'expressions.mjs',
  `# Expressions

Made by \`node tools/docs/expressions.mjs\` from the examples that the tests evaluate; do not edit.

Any text parameter of a node may have expressions in \`{{ }}\`. A text that is one expression keeps the type of its value:
\`"{{ $json.total * 2 }}"\` is a number. Anything else becomes text, in which undefined and null are nothing and objects are
JSON: \`"Dear {{ $json.name }}"\`. To write \`{{\` itself: \`{{ '{{' }}\`.

Most nodes evaluate their parameters once for each item that arrives, and \`$json\` is that item. An expression that cannot be
read keeps a workflow from being published; one that fails fails its node, with the expression, the position in it and what
was undefined in the error. What may be missing is asked for with \`?.\` and \`??\`: \`{{ $json.customer?.name ?? 'you' }}\`.

## What an expression sees

${table(
  ['Name', 'What it is'],
  [
    ['`$json`', 'the data of the current item'],
    ['`$item`', 'the current item: `$item.json`, `$item.binary`, `$item.index`'],
    ['`$index`', 'its position, from 0'],
    ['`$input`', 'all items that arrived: `$input.all()`, `.first()`, `.last()`, `.item`'],
    [
      "`$('Name')`",
      "a node that ran before, by its name or id: `$('Name').json` and `.item` are what the current item came from, `.first()`, `.last()`, `.all('port')`, `.items`, `.isExecuted`",
    ],
    ["`$node['Name']`", 'the same'],
    ['`$vars`', 'the variables of the workspace and the workflow, as they were when the execution was accepted'],
    ['`$execution`, `$workflow`', 'their `id` and what else is known of them'],
    [
      '`$now`, `$today`',
      'the time of the execution and its day, in the time zone of the workflow; they stay the same within a node',
    ],
  ],
)}

## The language

JavaScript's expressions: operators, literals, templates, \`?.\`, \`??\`, spread, and arrow functions as arguments
(\`$json.lines.map(line => line.price)\`). Texts, numbers, lists, objects and dates have JavaScript's methods that change
nothing (\`sort\` and \`reverse\` give copies); dates also have Luxon's: \`$now.plus({ days: 1 }).toFormat('yyyy-MM-dd')\`. \`Math\`,
\`JSON\`, \`Object\`, \`Number\`, \`String\`, \`Array\`, \`Date\` and \`DateTime\` are there as far as they compute.

It is not JavaScript: there is no assignment, no statement, no \`this\`, nothing of the process, and work, memory and time are
limited. Regular expressions run in linear time, without lookaround and back-references. For more, use the node \`code\`.

\`$random()\` and \`$uuid()\` give the same again when a node is run again after a crash.

## Functions

In the examples \`$json\` is

\`\`\`json
${JSON.stringify(exampleJson)}
\`\`\`

and it is 2024-02-29 13:30:15 in Berlin.

${Object.entries(functionExamples).map(section).join('\n\n')}
`,
)
