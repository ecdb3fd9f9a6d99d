// The service worker: shows pushes, opens the ticket they speak of, and says so when there is no network. It keeps nothing
// of the desk: what one member saw must not be in a cache for the next who uses this browser.
const OFFLINE = "offline-1"
// Files that another app shares wait here, on this device, until somebody has chosen where they go (shared.js), at most an hour.
const SHARED = "shared-1"
const MOST = 10

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(OFFLINE).then((cache) => cache.add(new Request("/offline", { cache: "reload" }))))
  self.skipWaiting()
})

self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name !== OFFLINE && name !== SHARED).map((name) => caches.delete(name))))
  event.waitUntil(Promise.all([old, self.clients.claim()]))
})

self.addEventListener("fetch", (event) => {
  if (event.request.mode !== "navigate") return
  if (event.request.method === "POST" && new URL(event.request.url).pathname === "/share") return event.respondWith(shared(event.request))
  if (event.request.method !== "GET") return
  event.respondWith(fetch(event.request).catch(() => caches.match("/offline")))
})

// Another app's share comes without our token, from outside: it never reaches the server. Its words go on in an address, its files
// wait for a form of ours that carries the token.
async function shared(request) {
  const form = await request.formData(), words = new URLSearchParams()
  for (const name of ["title", "text", "url"]) if (form.get(name)) words.set(name, String(form.get(name)).slice(0, 4000))
  const files = form.getAll("files").filter((file) => file.size).slice(0, MOST), now = Date.now()
  await caches.delete(SHARED)
  const cache = await caches.open(SHARED)
  await Promise.all(files.map((file, place) => {
    const name = new URLSearchParams({ name: file.name })
    return cache.put(`/share/${now}/${place}?${name}`, new Response(file, { headers: { "Content-Type": file.type } }))
  }))
  if (files.length) words.set("files", files.length)
  return Response.redirect(`/share?${words}`, 303)
}

self.addEventListener("push", (event) => {
  const said = event.data?.json() ?? {}
  event.waitUntil(show(said))
})

async function show({ title = "Percaya", body = "", url = "/", tag = "", badge = 0 }) {
  if (navigator.setAppBadge) await (badge ? navigator.setAppBadge(badge) : navigator.clearAppBadge()).catch(() => {})
  await self.registration.showNotification(title, { body, tag, renotify: Boolean(tag), data: { url }, icon: "/static/notices/app-192.png" })
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close()
  event.waitUntil(open(event.notification.data.url))
})

async function open(url) {
  const wanted = new URL(url, self.location.origin)
  if (wanted.origin !== self.location.origin) return
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true })
  const same = pages.find((page) => new URL(page.url).pathname === wanted.pathname)
  if (same) return same.focus()
  return self.clients.openWindow(wanted.href)
}
