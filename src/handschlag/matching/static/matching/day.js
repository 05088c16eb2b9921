// The day without a network: asks the browser to keep it, and says so when it is shown from there.
"use strict";
(() => {
  const here = document.querySelector("[data-worker]");
  if (!here || !("serviceWorker" in navigator)) return;
  const word = here.querySelector("[data-kept]");
  const alone = document.querySelector("[data-offline]");
  // What a browser believes of its network is often wrong: only an answer counts.
  const tell = async () => {
    try {
      await fetch(here.dataset.worker, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(4000) });
      alone.hidden = true;
    } catch {
      alone.hidden = false;
    }
  };
  window.addEventListener("online", tell);
  window.addEventListener("offline", () => (alone.hidden = false));
  tell();
  const used = () =>
    performance
      .getEntriesByType("resource")
      .map((one) => one.name)
      .concat([...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((one) => one.href || one.src));
  const begin = async () => {
    if (!navigator.onLine) return;
    await navigator.serviceWorker.register(here.dataset.worker);
    const ready = await navigator.serviceWorker.ready;
    navigator.serviceWorker.addEventListener("message", (event) => {
      word.hidden = event.data !== "kept";
    });
    navigator.serviceWorker.startMessages();
    ready.active.postMessage([...new Set(used())]);
  };
  begin().catch(() => {});
})();
