/**
 * What the pages do: send the token of the fragment, with what was typed, to the address of the form. The token is taken
 * out of the address bar at once, so that it is in no history.
 */
export const accountScript = `'use strict'
const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? ''
history.replaceState(null, '', location.pathname)
const form = document.querySelector('form')
const outcome = document.querySelector('#outcome')
const button = form.querySelector('button')

async function post(path, input, accessToken) {
  const headers = { 'Content-Type': 'application/json' }
  if (accessToken) headers.Authorization = 'Bearer ' + accessToken
  const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(input) })
  const answer = response.status === 204 ? {} : await response.json()
  if (!response.ok) throw new Error(answer.detail || answer.title || 'Something went wrong. Try again in a moment.')
  return answer
}

/** Signs in, or up when there is a name: an invitation is for an account. */
async function signIn({ email, name, password }) {
  const { register, login } = form.dataset
  const signedIn = name ? await post(register, { email, name, password, invitationToken: token }) : await post(login, { email, password })
  return signedIn.accessToken
}

async function view() {
  const { workspaceName, roleName } = await post(form.dataset.view, { token })
  document.querySelector('#about').textContent = 'You are invited to ' + workspaceName + ' as ' + roleName + '.'
}

function refuse(error) {
  outcome.textContent = error.message
  button.disabled = false
}

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  button.disabled = true
  outcome.textContent = ''
  try {
    const typed = Object.fromEntries(new FormData(form))
    if (form.dataset.login) await post(form.dataset.post, { token }, await signIn(typed))
    else await post(form.dataset.post, { token, ...typed })
    form.hidden = true
    outcome.textContent = form.dataset.done
  } catch (error) {
    refuse(error)
  }
})

if (form.dataset.view) view().catch(refuse)
`
