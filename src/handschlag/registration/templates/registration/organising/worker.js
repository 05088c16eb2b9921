// Shows the page of the desk without a network. It keeps no list: that is the page's own script.
"use strict";
const PATIENCE = 4000;
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const isPage = event.request.mode === "navigate" && url.pathname === new URL("./", self.location.href).pathname;
  const isFile = ["style", "script", "font", "image", "manifest"].includes(event.request.destination);
  if (event.request.method !== "GET" || url.origin !== self.location.origin || !(isPage || isFile)) return;
  event.respondWith(answer(event.request));
});
async function answer(request) {
  const kept = await caches.match(request.mode === "navigate" ? request.url.split(/[?#]/)[0] : request, { ignoreVary: true });
  const late = new Promise((resolve) => { if (kept) setTimeout(() => resolve(kept), PATIENCE); });
  try {
    return await Promise.race([fetch(request), late]);
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}
