// The service worker: shows pushes, opens the ticket they speak of, and says so when there is no network. It keeps nothing
// of the desk: what one member saw must not be in a cache for the next who uses this browser.
const OFFLINE = "offline-1"

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(OFFLINE).then((cache) => cache.add(new Request("/offline", { cache: "reload" }))))
  self.skipWaiting()
})

self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name !== OFFLINE).map((name) => caches.delete(name))))
  event.waitUntil(Promise.all([old, self.clients.claim()]))
})

self.addEventListener("fetch", (event) => {
  if (event.request.mode !== "navigate" || event.request.method !== "GET") return
  event.respondWith(fetch(event.request).catch(() => caches.match("/offline")))
})

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
