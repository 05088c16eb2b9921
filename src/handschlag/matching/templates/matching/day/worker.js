// Keeps one person's day for when there is no network: this page and what it is drawn with, nothing else.
"use strict";
const SCOPE = new URL(self.registration.scope).pathname;
const SHELF = `handschlag day ${SCOPE}`;
const PAGE = self.registration.scope;
const ASSETS = "{{ assets }}";
const PATIENCE = 4000; // a network that is there and does not answer is none

const isPage = (url) => url.pathname === SCOPE;
const isAsset = (url) => url.origin === self.location.origin && url.pathname.startsWith(ASSETS);

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The page tells what it is drawn with: it was loaded before anybody could listen.
self.addEventListener("message", (event) => {
  const wanted = (event.data || []).map((text) => new URL(text, PAGE)).filter(isAsset);
  const keep = async () => {
    const shelf = await caches.open(SHELF);
    await Promise.allSettled(wanted.map((url) => shelf.add(url.href)));
    const answer = await refresh(shelf);
    if (answer.ok && !answer.redirected) event.source.postMessage("kept");
  };
  event.waitUntil(keep());
});

const forget = async () => {
  await caches.delete(SHELF);
  await self.registration.unregister();
};

// A page that is not there any more (withdrawn, erased, another link) is not kept either.
const refresh = async (shelf) => {
  const answer = await fetch(PAGE, { credentials: "same-origin", cache: "no-store" });
  if (answer.ok && !answer.redirected) await shelf.put(PAGE, answer.clone());
  else if (answer.redirected || answer.status === 404) await forget();
  return answer;
};

const asked = async (request, shelf) => {
  const answer = await fetch(request);
  if (answer.type === "opaqueredirect" || answer.status === 404) await forget();
  else if (answer.ok) await shelf.put(PAGE, answer.clone());
  return answer;
};

const page = async (request) => {
  const shelf = await caches.open(SHELF);
  const kept = await shelf.match(PAGE);
  const answer = asked(request, shelf);
  if (!kept) return answer;
  answer.catch(() => {});
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE));
  return Promise.race([answer, late]).catch(() => kept);
};

const asset = async (request) => {
  const kept = await caches.match(request, { cacheName: SHELF });
  return kept || fetch(request);
};

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET") return;
  if (event.request.mode === "navigate" && isPage(url)) event.respondWith(page(event.request));
  else if (isAsset(url)) event.respondWith(asset(event.request));
});
