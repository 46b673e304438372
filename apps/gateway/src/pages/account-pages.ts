import { AcceptInvitation, Login, Register, ResetPassword, VerifyEmail, ViewInvitation } from '@linkflow/contracts'
import type { FastifyInstance } from 'fastify'
import { API_PREFIX } from '../http/http-contract.js'
import { HTML, SCRIPT, STYLE, serveFile } from '../http/serve-file.js'
import { accountScript } from './account-script.js'
import { accountStyle } from './account-style.js'

/** What a page asks the API: by an attribute of its form, so that the script knows no address. */
const pathOf = ({ http }: { http?: { path: string } }) => `${API_PREFIX}${http?.path ?? ''}`

const PASSWORD = (hint: string) =>
  `<label>${hint}<input name="password" type="password" autocomplete="new-password" required maxlength="128"></label>`

/** Where links in e-mails lead: the token comes in the fragment, which no server sees. */
const pages = {
  '/verify-email': page(
    'Confirm your address',
    `<form data-post="${pathOf(VerifyEmail)}" data-done="Your address is confirmed.">
      <p>Confirm that this e-mail address is yours.</p>
      <button>Confirm</button>
    </form>`,
  ),
  '/reset-password': page(
    'Choose a new password',
    `<form data-post="${pathOf(ResetPassword)}" data-done="Your password is changed. Sign in with it.">
      ${PASSWORD('New password')}
      <button>Change password</button>
    </form>`,
  ),
  '/invitation': page(
    'Join a workspace',
    `<form data-post="${pathOf(AcceptInvitation)}" data-done="You are a member now." data-view="${pathOf(ViewInvitation)}"
        data-login="${pathOf(Login)}" data-register="${pathOf(Register)}">
      <p id="about"></p>
      <label>E-mail address<input name="email" type="email" autocomplete="email" required maxlength="254"></label>
      <label>Name, if you are new here<input name="name" autocomplete="name" maxlength="100"></label>
      ${PASSWORD('Password')}
      <button>Join</button>
    </form>`,
  ),
}

/** The pages for people who come from an e-mail. */
export function registerAccountPages(scope: FastifyInstance): void {
  for (const [url, html] of Object.entries(pages)) serveFile(scope, url, HTML, () => html)
  serveFile(scope, '/pages/account.js', SCRIPT, () => accountScript)
  serveFile(scope, '/pages/account.css', STYLE, () => accountStyle)
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>${title} – LinkFlow</title>
    <link rel="stylesheet" href="/pages/account.css">
    <link rel="icon" href="/docs/favicon-32x32.png">
  </head>
  <body>
    <main>
    <h1>${title}</h1>
    ${body}
    <p id="outcome" role="status" aria-live="polite"></p>
    <noscript>This page needs JavaScript.</noscript>
    </main>
    <script src="/pages/account.js"></script>
  </body>
</html>
`
}
