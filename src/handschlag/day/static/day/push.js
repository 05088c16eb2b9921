// News on this device: switched on and off by its owner. Whoever has no such browser does not see the part at all.
"use strict";
(() => {
  const root = document.querySelector("[data-day]"), part = document.querySelector("[data-push]");
  if (!root || !part) return;
  const find = (name) => part.querySelector(`[data-push-${name}]`);
  const on = find("on"), off = find("off"), said = find("said");
  if (!navigator.serviceWorker || !window.PushManager || !window.Notification) {
    if (navigator.standalone !== false) return; // only there, a page on the home screen could
    find("home").hidden = false;
    find("buttons").hidden = true;
    part.hidden = false;
    return;
  }
  const name = `${root.dataset.device}push`;
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(name)) || {};
    } catch {
      return {};
    }
  };
  const device = read().device || crypto.randomUUID();
  const keep = (endpoint) => localStorage.setItem(name, JSON.stringify({ device, endpoint }));
  const PATIENCE = 8000; // ms
  let isBusy = false, ready = Promise.resolve();

  // ---- the platform -----------------------------------------------------------------------------------------
  const ask = async (url, options) => {
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await fetch(url, { credentials: "same-origin", cache: "no-store", signal, ...options });
    const given = await answer.json();
    if (!answer.ok) throw Object.assign(new Error("refused"), { words: given.words });
    return given;
  };
  const post = async (url, content) => {
    const { token } = await ask(root.dataset.state);
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
    return ask(url, { method: "POST", headers, body: JSON.stringify(content) });
  };

  // ---- the browser ------------------------------------------------------------------------------------------
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const isSame = (one, other) => one !== null && String(new Uint8Array(one)) === String(other);
  const registered = async () => {
    await navigator.serviceWorker.register(root.dataset.worker);
    return navigator.serviceWorker.ready;
  };
  const subscribe = async () => {
    const { pushManager } = await registered();
    const wanted = bytes((await post(part.dataset.key, {})).key);
    let found = await pushManager.getSubscription();
    if (found && !isSame(found.options.applicationServerKey, wanted)) {
      await found.unsubscribe();
      found = null;
    }
    found ||= await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: wanted });
    const { endpoint, keys } = found.toJSON();
    await post(part.dataset.on, { device, endpoint, key: keys.p256dh, secret: keys.auth });
    keep(endpoint);
  };
  const unsubscribe = async () => {
    await post(part.dataset.off, { device }); // first: whatever the browser does, nothing is sent any more
    keep("");
    const found = await (await registered()).pushManager.getSubscription();
    if (found) await found.unsubscribe();
  };

  // ---- the part ---------------------------------------------------------------------------------------------
  const show = (isOn) => {
    const hadFocus = part.contains(document.activeElement);
    on.hidden = isOn;
    off.hidden = !isOn;
    if (hadFocus) (isOn ? off : on).focus();
  };
  const attempt = async (act, isOn) => {
    if (isBusy) return;
    isBusy = true;
    said.textContent = "";
    let words = part.getAttribute(`data-word-${isOn ? "on" : "off"}`);
    try {
      await act();
      show(isOn);
    } catch (error) {
      words = error.words || part.getAttribute(`data-word-${Notification.permission === "denied" ? "denied" : "failed"}`);
    }
    said.textContent = words;
    isBusy = false;
  };
  const switchOn = async () => {
    // Asked first: some browsers allow it only as long as the press of the button is fresh.
    if ((await Notification.requestPermission()) !== "granted") throw new Error("denied");
    await subscribe();
  };
  on.addEventListener("click", () => attempt(switchOn, true));
  off.addEventListener("click", () => attempt(() => ready.then(unsubscribe), false));

  const isOn = part.dataset.devices.split(" ").includes(device) && Notification.permission === "granted";
  show(isOn);
  part.hidden = false;
  // Browsers change their addresses now and then: the platform hears of the new one.
  const look = async () => {
    const found = await (await registered()).pushManager.getSubscription();
    if (!found || found.endpoint !== read().endpoint) await subscribe();
  };
  if (isOn) ready = look().catch(() => {});
})();
