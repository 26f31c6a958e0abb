// The service worker: what was loaded once is there without a connection.
const VERSION = "course-{version}", FILES = {files};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", event => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("course-") && name !== VERSION) await caches.delete(name);
  await self.clients.claim();
})()));

const here = url => new URL(url, self.registration.scope).href;

// A page names what it was loaded with, for that happened before this worker stood between; or
// asks for all pages.
self.addEventListener("message", event => event.waitUntil((async () => {
  const cache = await caches.open(VERSION);
  for (const url of (event.data === "all" ? FILES : event.data).map(here)) {
    if (!await cache.match(url)) await cache.add(url).catch(() => {});
  }
  event.source?.postMessage(event.data === "all" ? "all kept" : "kept");
})()));

self.addEventListener("fetch", event => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin || url.pathname.includes("/lite/")) return;
  event.respondWith((async () => {
    const cache = await caches.open(VERSION);
    const name = url.pathname.endsWith("/") ? here("index.html") : url.origin + url.pathname;
    const kept = await cache.match(name);
    if (kept) return kept;
    const answer = await fetch(event.request);
    if (answer.ok) event.waitUntil(cache.put(name, answer.clone()));
    return answer;
  })());
});
