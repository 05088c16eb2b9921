// The next meeting counts down, takes turns, and is still right without a network; what is said is kept and sent.
"use strict";
(() => {
  const root = document.querySelector("[data-day]");
  if (!root) return;
  const EVERY = 15000, SOON = 4000;
  const own = root.dataset.device;
  const queue = window.dayQueue(own);
  const say = (name) => root.getAttribute(`data-word-${name}`) || "";
  const band = document.querySelector("[data-next]");
  const line = root.querySelector("[data-line]"), alone = root.querySelector("[data-offline]");
  const kept = root.querySelector("[data-kept]");
  const language = document.documentElement.lang;
  let isSending = false, wantsMore = false, isKept = false, hasTurned = false, trouble = "";

  // ---- the time: the platform's, as far as this device has heard it -----------------------------------------
  const offsetName = `${own}offset`, answerName = `${own}answer`;
  // A page that is kept here is older than what was heard last; one that is new knows better. Never before either.
  let offset = Date.parse(root.dataset.now) - Date.now();
  if (localStorage.getItem(offsetName) !== null) offset = Math.max(offset, Number(localStorage.getItem(offsetName)));
  const now = () => Date.now() + offset;

  // ---- the countdown ----------------------------------------------------------------------------------------
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "always" });
  const until = (at) => {
    const minutes = Math.max(0, Math.ceil((at - now()) / 60000));
    if (minutes < 120) return relative.format(minutes, "minute");
    if (minutes < 48 * 60) return relative.format(Math.floor(minutes / 60), "hour");
    return relative.format(Math.floor(minutes / 1440), "day");
  };
  const rest = (at) => new Intl.NumberFormat(language, { style: "unit", unit: "minute", unitDisplay: "long" }).format(Math.max(0, Math.ceil((at - now()) / 60000)));
  const takeTurn = () => {
    const next = root.querySelector("li[data-at]");
    if (!next) return false;
    band.dataset.at = next.dataset.at;
    band.dataset.until = next.dataset.until;
    band.querySelector("[data-clock]").textContent = next.querySelector("time").textContent;
    band.querySelector("[data-place]").textContent = next.dataset.place;
    band.querySelector("[data-them]").textContent = "";
    band.querySelector("[data-zone]")?.remove();
    const about = root.querySelector("[data-about]");
    if (about) about.replaceChildren(Object.assign(document.createElement("h2"), { textContent: next.querySelector("[data-who]").textContent }));
    for (const over of root.querySelectorAll("[data-board], [data-way], #said > *")) over.remove();
    next.remove();
    hasTurned = true;
    return true;
  };
  const isOver = () => band && now() >= Date.parse(band.dataset.until);
  const tick = () => {
    if (!band) return;
    while (isOver() && takeTurn());
    const at = Date.parse(band.dataset.at), end = Date.parse(band.dataset.until), isRunning = now() >= at;
    band.querySelector("[data-before]").textContent = isRunning ? band.dataset.wordRunning : band.dataset.wordNext;
    band.querySelector("[data-count]").textContent = isRunning ? band.dataset.wordLeft.replace("{time}", rest(end)) : until(at);
    const missing = root.querySelector("[data-from]");
    if (missing) missing.querySelector("button").disabled = now() < Date.parse(missing.dataset.from);
  };

  // ---- what is said -----------------------------------------------------------------------------------------
  const draw = () => {
    const rows = queue.waiting();
    const clock = (one) => new Date(one.order + offset).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", timeZone: root.dataset.zone });
    const words = rows.map((one) => `${one.label} (${clock(one)})`).join(", ");
    const text = [trouble, rows.length ? `${say("waiting")} ${words}` : ""].filter(Boolean).join(" ");
    if (line.textContent !== text) line.textContent = text;
    line.hidden = !text;
  };
  const press = (form) => {
    const data = new FormData(form);
    const number = (name) => (data.get(name) ? Number(data.get(name)) : null);
    trouble = "";
    queue.keep(data.get("kind"), number("request"), number("minutes"), form.dataset.say);
    draw();
    sync();
  };
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-say]")) return;
    event.preventDefault();
    press(event.target);
  });

  // ---- the network ------------------------------------------------------------------------------------------
  const isBusy = () => root.querySelector("details[open], :is(a, button, summary, input):focus") !== null;
  const changed = () => {
    if (!isBusy()) {
      history.scrollRestoration = "auto";
      return location.reload();
    }
    root.querySelector("[data-news]").hidden = false;
  };
  const settle = (outcome) => {
    trouble = ["noted", "known"].includes(outcome) ? "" : say(outcome);
  };
  const exchange = async () => {
    const began = Date.now();
    const answer = await queue.ask(root.dataset.state);
    if (!answer.ok) throw new Error("not now");
    const given = await answer.json();
    offset = Date.parse(given.now) - (began + Date.now()) / 2;
    localStorage.setItem(offsetName, String(Math.round(offset)));
    tick();
    const had = queue.waiting().length;
    if (had) await queue.send(root.dataset.sync, given.token, settle);
    alone.hidden = true;
    if (had && !trouble) {
      history.scrollRestoration = "manual"; // the answer is shown, not the place of the button
      sessionStorage.setItem(answerName, "1");
      location.reload();
    } else if (given.mark !== root.dataset.mark || hasTurned || isOver()) changed();
  };
  const sync = async () => {
    if (isSending) {
      wantsMore = true;
      return;
    }
    isSending = true;
    try {
      await exchange();
    } catch (error) {
      if (error instanceof queue.Gone) trouble = queue.waiting().length ? say("gone") : "";
      else alone.hidden = false;
    }
    isSending = false;
    draw();
    tick();
    if (wantsMore) {
      wantsMore = false;
      setTimeout(sync, SOON);
    }
  };

  // What was said stands above the buttons: whoever pressed one is led there, once.
  const showAnswer = () => {
    if (sessionStorage.getItem(answerName) === null) return;
    sessionStorage.removeItem(answerName);
    const answer = document.getElementById("said");
    if (!answer.textContent.trim()) answer.textContent = root.dataset.wordOver; // an empty place is not read out
    scrollTo(0, 0); // the next meeting stays in view where both have room
    answer.focus({ preventScroll: true });
    answer.scrollIntoView({ block: "nearest" });
  };

  // ---- the page ---------------------------------------------------------------------------------------------
  const used = () =>
    performance
      .getEntriesByType("resource")
      .map((one) => one.name)
      .concat([...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((one) => one.href || one.src));
  const shelve = async () => {
    if (!navigator.serviceWorker || isKept) return;
    await navigator.serviceWorker.register(root.dataset.worker);
    const ready = await navigator.serviceWorker.ready;
    navigator.serviceWorker.addEventListener("message", (event) => {
      isKept = event.data === "kept";
      kept.hidden = !isKept;
    });
    navigator.serviceWorker.startMessages();
    ready.active.postMessage([...new Set(used())]);
  };
  draw();
  tick();
  showAnswer();
  sync().then(() => (alone.hidden ? shelve() : null)).catch(() => {});
  setInterval(sync, EVERY);
  setInterval(tick, 1000);
  window.addEventListener("online", sync);
  window.addEventListener("offline", () => (alone.hidden = false));
  document.addEventListener("visibilitychange", () => (document.hidden ? null : sync()));
  window.addEventListener("storage", (event) => {
    draw();
    const isSent = event.key?.startsWith(`${own}q:`) && event.newValue === null; // by another window
    if (isSent && !queue.waiting().length) sync();
  });
})();
