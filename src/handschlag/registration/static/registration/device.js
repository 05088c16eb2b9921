// The desk's page without a network: a list and a queue on this device. Every check-in is kept under its own
// key until the platform has answered it, so that nothing is lost and nothing counted twice.
"use strict";
(() => {
  const root = document.getElementById("desk-device");
  if (!root) return;
  const SHELF = "handschlag-desk", EVERY = 15000, MOST = 100, HITS = 12;
  const own = `desk:${root.dataset.slug}:`;
  const say = (name) => root.getAttribute(`data-word-${name}`) || "";
  const at = (id) => document.getElementById(id);
  const field = at("desk-q"), said = at("desk-said");
  let network = "", token = "", isSending = false, wantsMore = false, isLeaving = false, shelving = Promise.resolve();

  // ---- what is kept -------------------------------------------------------------------------------------
  const read = (name) => {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  };
  const keysOf = (part) => Object.keys(localStorage).filter((name) => name.startsWith(own + part));
  const queue = () => keysOf("q:").map(read).filter(Boolean).sort((one, other) => one.order - other.order);
  const problems = () => keysOf("p:").map(read).filter(Boolean);
  const list = () => read(`${own}list`);
  const forgetList = () => localStorage.removeItem(`${own}list`);
  const forgetPage = async () => {
    await shelving.catch(() => {}); // what is still being kept would come after
    if (window.caches) await caches.delete(SHELF);
  };
  for (const name of Object.keys(localStorage)) {
    const kept = /^desk:[^:]+:list$/.test(name) ? read(name) : null;
    if (kept && Date.now() > Date.parse(kept.until)) localStorage.removeItem(name);
  }

  // ---- who is meant -------------------------------------------------------------------------------------
  const plain = (text) => text.toUpperCase().replace(/[^A-Z0-9]/g, "");
  const people = () => {
    const since = new Map();
    for (const one of queue()) since.set(one.code, one);
    return ((list() || {}).people || []).map(([code, name, organisation, state, time]) => {
      const late = since.get(code);
      const isOpen = late && ["expected", "here"].includes(state);
      if (!isOpen) return { code, name, organisation, state, time };
      return { code, name, organisation, state: late.undone ? "expected" : "here", time: state === "here" && !late.undone ? time : late.clock };
    });
  };
  const found = (text) => {
    const all = people();
    const exact = all.filter((one) => one.code === plain(text));
    return exact.length ? exact : window.deskSpelling.likest(text, all, HITS);
  };

  // ---- what is done -------------------------------------------------------------------------------------
  const uuid = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const signs = crypto.getRandomValues(new Uint8Array(16));
    signs[6] = (signs[6] & 15) | 64;
    signs[8] = (signs[8] & 63) | 128;
    const hex = [...signs].map((sign) => sign.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };
  const keep = (code, undone) => {
    const now = new Date(), key = uuid();
    const clock = `${now.getHours()}:${String(now.getMinutes()).padStart(2, "0")}`;
    const last = queue().at(-1);
    const order = Math.max(now.getTime(), last ? last.order + 1 : 0);
    localStorage.setItem(`${own}q:${key}`, JSON.stringify({ key, code, undone, at: now.toISOString(), clock, order }));
    send();
  };
  const arrive = (one) => {
    if (one.state === "here") {
      said.textContent = `${say("already")} ${one.name}`;
    } else if (one.state === "expected") {
      keep(one.code, false);
      said.textContent = `${say("checked-in")} ${one.name}, ${one.organisation}`;
    } else {
      said.textContent = `${one.name}: ${say(one.state)}`;
    }
    draw();
  };
  const takeBack = (one) => {
    keep(one.code, true);
    said.textContent = `${say("undone")} ${one.name}`;
    draw();
  };
  const byCode = (text) => {
    const code = plain(text);
    const [one] = people().filter((other) => other.code === code);
    field.value = "";
    if (one) {
      field.value = one.name;
      arrive(one);
    } else if (code.length >= 8 && code.length <= 16) {
      keep(code, false);
      said.textContent = `${say("unknown-code")} ${code}`;
      draw();
    }
  };

  // ---- what is shown ------------------------------------------------------------------------------------
  const element = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text || "" });
  const tones = { here: " hs-mark--ok", waiting: " hs-mark--wait", not_coming: " hs-mark--bad" };
  const button = (label, name, act) => {
    const made = element("button", "kern-btn kern-btn--secondary");
    made.type = "button";
    made.append(element("span", "kern-label", label));
    made.setAttribute("aria-label", `${label}: ${name}`);
    made.addEventListener("click", act);
    return made;
  };
  const row = (one) => {
    const line = element("li", ""), who = element("div", "");
    who.append(element("span", "hs-desk__name", one.name), element("span", "hs-ledger__sub", one.organisation));
    line.append(who, element("span", `hs-mark${tones[one.state] || ""}`, `${say(one.state)}${one.state === "here" ? ` ${one.time}` : ""}`));
    if (one.state === "expected") line.append(button(say("check-in"), one.name, () => arrive(one)));
    if (one.state === "here") line.append(button(say("undo"), one.name, () => takeBack(one)));
    return line;
  };
  const trouble = (one) => {
    const [known] = people().filter((other) => other.code === one.code);
    const line = element("li", ""), who = element("div", "");
    who.append(element("span", "hs-desk__name", known ? known.name : one.code), element("span", "hs-ledger__sub", `${one.clock}: ${say(`problem-${one.outcome}`)}`));
    line.append(who, button(say("seen"), known ? known.name : one.code, () => {
      localStorage.removeItem(`${own}p:${one.key}`);
      draw();
    }));
    return line;
  };
  const draw = () => {
    const shown = field.value.trim() ? found(field.value) : [];
    at("desk-hits").replaceChildren(...shown.map(row));
    if (field.value.trim() && !shown.length && !said.textContent) said.textContent = say("nobody");
    const open = problems(), kept = list();
    at("desk-problems").hidden = !open.length;
    at("desk-problems").querySelector("ul").replaceChildren(...open.map(trouble));
    const waiting = queue().length;
    const age = kept ? `${say("as-of")} ${new Date(kept.at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" })}` : say("no-list");
    at("desk-line").textContent = [say(network), age, waiting ? `${say("queued")} ${waiting}` : ""].filter(Boolean).join(" · ");
    at("desk-count").textContent = `${say("on-device")} ${kept ? kept.people.length : 0} · ${say("queued")} ${waiting}`;
  };

  // ---- the network --------------------------------------------------------------------------------------
  const PATIENCE = 8000; // ms: a request that hangs must not hold back the next
  class SignedOut extends Error {}
  const ask = async (url, options) => {
    const answer = await fetch(url, { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(PATIENCE), ...options });
    const isJson = (answer.headers.get("Content-Type") || "").includes("json");
    if (answer.status >= 500) throw new Error("busy");
    if (answer.redirected || answer.status === 403 || (answer.ok && !isJson)) throw new SignedOut();
    return answer;
  };
  const load = async () => {
    const kept = list();
    const answer = await ask(`${root.dataset.list}?seen=${kept ? kept.seen : ""}`);
    if (answer.status === 410) {
      forgetList();
      said.textContent = say("over");
      return;
    }
    if (!answer.ok) throw new Error("no list");
    const given = await answer.json();
    if (isLeaving) return;
    token = given.token;
    const { seen, at: moment, until, people: those } = given;
    localStorage.setItem(`${own}list`, JSON.stringify({ seen, at: moment, until, people: those || kept.people }));
  };
  const settle = (one, outcome) => {
    if (outcome !== "noted" && outcome !== "known") {
      localStorage.setItem(`${own}p:${one.key}`, JSON.stringify({ ...one, outcome }));
    }
    const kept = list();
    if (kept) {
      const known = kept.people.find(([code, , , state]) => code === one.code && ["expected", "here"].includes(state));
      if (known && outcome === "noted") [known[3], known[4]] = one.undone ? ["expected", ""] : ["here", known[4] || one.clock];
      localStorage.setItem(`${own}list`, JSON.stringify({ ...kept, seen: "old" }));
    }
    localStorage.removeItem(`${own}q:${one.key}`);
  };
  const deliver = async (batch) => {
    const arrivals = batch.map(({ key, code, undone, at: moment }) => ({ key, code, undone, at: moment }));
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
    const body = JSON.stringify({ sent_at: new Date().toISOString(), arrivals });
    const answer = await ask(root.dataset.sync, { method: "POST", headers, body });
    if (answer.status === 422 && batch.length > 1) {
      for (const one of batch) await deliver([one]);
    } else if (answer.status === 422) {
      settle(batch[0], "unreadable");
    } else if (answer.ok) {
      const outcomes = new Map((await answer.json()).receipts.map((one) => [one.key, one.outcome]));
      for (const one of batch) if (outcomes.has(one.key)) settle(one, outcomes.get(one.key));
    } else {
      throw new Error("not now");
    }
  };
  const send = async () => {
    if (isSending) {
      wantsMore = true;
      return;
    }
    isSending = true;
    try {
      if (!token) await load();
      for (let waiting = queue(); waiting.length; waiting = queue()) {
        const batch = waiting.slice(0, MOST);
        await deliver(batch);
        if (batch.some((one) => localStorage.getItem(`${own}q:${one.key}`))) throw new Error("not answered");
      }
      await load();
      network = "connected";
    } catch (error) {
      network = error instanceof SignedOut ? "signed-out" : "offline";
      token = "";
      if (error instanceof SignedOut) forgetList();
    }
    isSending = false;
    draw();
    if (wantsMore) {
      wantsMore = false;
      send();
    }
  };

  // ---- the page -----------------------------------------------------------------------------------------
  window.deskCamera({ read: byCode, tell: (name) => (said.textContent = say(name)), field });
  field.addEventListener("input", () => {
    said.textContent = "";
    draw();
  });
  at("desk-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const hits = found(field.value);
    if (hits.length === 1) arrive(hits[0]);
    else if (!hits.length) byCode(field.value);
    field.select();
  });
  at("desk-clear").addEventListener("click", async () => {
    forgetList();
    await forgetPage();
    said.textContent = say("cleared");
    network = "";
    draw();
  });
  for (const form of document.querySelectorAll(".hs-account__list form")) {
    let isWarned = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      await send();
      const waiting = queue().length;
      if (waiting && !isWarned) {
        isWarned = true;
        said.textContent = `${say("unsent")} ${waiting}`;
        return;
      }
      isLeaving = true;
      forgetList();
      await forgetPage();
      form.submit();
    });
  }
  const shelve = async () => {
    if (!navigator.serviceWorker || !window.caches || isLeaving) return;
    await navigator.serviceWorker.register(root.dataset.worker);
    const files = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((one) => one.href || one.src);
    const more = performance.getEntriesByType("resource").map((one) => one.name).filter((name) => /\.(css|woff2|svg)/.test(name));
    const shelf = await caches.open(SHELF);
    await shelf.addAll([...new Set([location.href.split(/[?#]/)[0], ...files, ...more])]);
  };
  root.hidden = false;
  draw();
  // A keyboard would cover a phone: there the scanner is first.
  if (matchMedia("(min-width: 56.25em)").matches) field.focus();
  if (location.hash === "#scan") document.getElementById("desk-scan").click();
  send().then(() => (network === "connected" ? (shelving = shelve()) : null)).catch(() => {});
  setInterval(send, EVERY);
  window.addEventListener("online", send);
  window.addEventListener("storage", draw);
})();
