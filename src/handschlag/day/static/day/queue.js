// What somebody says on the day, kept on this device under a key of its own until the platform has answered it:
// nothing is lost without a network, and nothing is counted twice.
"use strict";
window.dayQueue = (own) => {
  const MOST = 100, PATIENCE = 8000; // ms: a request that hangs in a tunnel must not hold back the next
  const read = (name) => {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  };
  const names = () => Object.keys(localStorage).filter((name) => name.startsWith(`${own}q:`));
  const waiting = () => names().map(read).filter(Boolean).sort((one, other) => one.order - other.order);
  const uuid = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const signs = crypto.getRandomValues(new Uint8Array(16));
    signs[6] = (signs[6] & 15) | 64;
    signs[8] = (signs[8] & 63) | 128;
    const hex = [...signs].map((sign) => sign.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };
  // The same thing pressed twice before it is sent is one thing.
  const keep = (kind, request, minutes, label) => {
    const rows = waiting(), last = rows.at(-1), now = new Date();
    if (last && last.kind === kind && last.request === request && last.minutes === minutes) return;
    const key = uuid(), order = Math.max(now.getTime(), last ? last.order + 1 : 0);
    localStorage.setItem(`${own}q:${key}`, JSON.stringify({ key, kind, request, minutes, label, at: now.toISOString(), order }));
  };
  class Gone extends Error {}
  const ask = async (url, options) => {
    const answer = await fetch(url, { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(PATIENCE), ...options });
    const isJson = (answer.headers.get("Content-Type") || "").includes("json");
    if (answer.status >= 500 || answer.status === 429) throw new Error("not now");
    if (answer.redirected || answer.status === 404 || answer.status === 403 || (answer.ok && !isJson)) throw new Gone();
    return answer;
  };
  const deliver = async (url, token, batch, tell) => {
    const signals = batch.map(({ key, kind, request, minutes, at }) => ({ key, kind, request, minutes, at }));
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
    const body = JSON.stringify({ sent_at: new Date().toISOString(), signals });
    const answer = await ask(url, { method: "POST", headers, body });
    if (answer.status === 422 && batch.length > 1) {
      for (const one of batch) await deliver(url, token, [one], tell);
      return;
    }
    if (answer.status !== 422 && !answer.ok) throw new Error("not now");
    const receipts = answer.ok ? (await answer.json()).receipts : [{ key: batch[0].key, outcome: "unreadable" }];
    const outcomes = new Map(receipts.map((one) => [one.key, one.outcome]));
    for (const one of batch) {
      if (!outcomes.has(one.key)) continue;
      localStorage.removeItem(`${own}q:${one.key}`);
      tell(outcomes.get(one.key));
    }
  };
  const send = async (url, token, tell) => {
    for (let rows = waiting(); rows.length; rows = waiting()) {
      const batch = rows.slice(0, MOST);
      await deliver(url, token, batch, tell);
      if (batch.some((one) => localStorage.getItem(`${own}q:${one.key}`))) throw new Error("not answered");
    }
  };
  return { keep, waiting, send, ask, Gone };
};
