// Everything was deleted: this device forgets its copy, too.
"use strict";
(() => {
  const root = document.querySelector("[data-forget]");
  if (!root) return;
  for (const name of Object.keys(localStorage)) if (name.startsWith(root.dataset.forget)) localStorage.removeItem(name);
  const forget = async () => {
    for (const scope of root.dataset.scopes.split(" ")) {
      if (window.caches) await caches.delete(`handschlag day ${scope}`);
      const worker = navigator.serviceWorker && (await navigator.serviceWorker.getRegistration(scope));
      if (worker) await worker.unregister();
    }
  };
  forget().catch(() => {});
})();
