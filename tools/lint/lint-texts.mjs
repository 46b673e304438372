// Lints texts as if they stood in files: reads [{ filePath, text }] on standard input, prints the messages of each.
import { ESLint } from 'eslint'
import { fileURLToPath } from 'node:url'

let input = ''
for await (const chunk of process.stdin.setEncoding('utf8')) input += chunk

const eslint = new ESLint({ cwd: fileURLToPath(new URL('../..', import.meta.url)) })
const messages = []
for (const { filePath, text } of JSON.parse(input)) {
  const [result] = await eslint.lintText(text, { filePath })
  messages.push(result.messages.map(({ message }) => message))
}
process.stdout.write(JSON.stringify(messages))
