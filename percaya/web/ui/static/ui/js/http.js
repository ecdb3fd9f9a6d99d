// Requests of the scripts. The CSRF token is taken from any form of the page, since its cookie is not for scripts.
export function csrf() {
  return document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? ""
}

export function post(url, body = {}) {
  const data = body instanceof FormData ? body : new URLSearchParams(body)
  return fetch(url, { method: "POST", body: data, headers: { "X-CSRFToken": csrf(), "X-Requested-With": "fetch" } })
}

export async function fragment(url, more = {}) {
  const answer = await fetch(url, { headers: { "HX-Request": "true" }, cache: "no-store", ...more })
  if (answer.redirected || !answer.ok) throw new Error(`${answer.status}`)
  return answer.text()
}
