// Each wish is sent as it is chosen; without a network it waits on this device.
"use strict";
(() => {
  const forms = [...document.querySelectorAll("form[data-wishes]")];
  if (!forms.length) return;
  const form = forms[0];
  const key = `handschlag ${form.dataset.wishes}`;
  const bar = document.querySelector(".hs-ready");
  const line = bar && bar.querySelector(".hs-ready__said");
  const speak = (text) => {
    if (!line) return;
    line.textContent = text;
    bar.classList.add("hs-ready--said");
  };
  const waiting = () => {
    try {
      return JSON.parse(localStorage.getItem(key)) || {};
    } catch {
      return {};
    }
  };
  const store = (wishes) => {
    try {
      if (Object.keys(wishes).length) localStorage.setItem(key, JSON.stringify(wishes));
      else localStorage.removeItem(key);
    } catch {
      // A device that keeps nothing still has the button.
    }
  };
  const show = (name, value) => {
    for (const one of document.querySelectorAll(`input[type=radio][name="${CSS.escape(name)}"]`))
      one.checked = one.value === value;
  };
  const explain = (name, words) => {
    const place = document.getElementById(name)?.querySelector(".hs-ballot__fault");
    if (place) place.textContent = words;
  };
  const figures = (said) => {
    const old = document.querySelector(".hs-tallies");
    if (old) old.outerHTML = said.tallies;
    if (!bar) return;
    bar.dataset.ready = said.ready;
    bar.querySelector(".hs-ready__words").textContent = said.words;
  };
  let isSending = false;
  const flush = async () => {
    if (isSending) return;
    const wishes = waiting();
    if (!Object.keys(wishes).length) return;
    isSending = true;
    let wait = 0;
    try {
      const body = new FormData();
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      for (const [name, value] of Object.entries(wishes)) body.set(name, value);
      const answer = await fetch(form.action, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        signal: AbortSignal.timeout(8000), // a request that hangs must not hold back the next
      });
      if (answer.status !== 200 && answer.status !== 422) throw new Error("not now");
      const said = await answer.json();
      const left = waiting();
      for (const [name, value] of Object.entries(wishes)) {
        if (left[name] === value) delete left[name];
        explain(name, "");
      }
      store(left);
      figures(said);
      for (const [pk, words] of Object.entries(said.faults)) {
        if (!(`wish-${pk}` in left)) show(`wish-${pk}`, said.saved[pk]);
        explain(`wish-${pk}`, words);
      }
      speak(Object.keys(said.faults).length ? "" : line.dataset.saved);
    } catch {
      speak(line.dataset.offline);
      wait = 5000;
    } finally {
      isSending = false;
    }
    if (navigator.onLine && Object.keys(waiting()).length) setTimeout(flush, wait);
  };
  for (const one of forms)
    one.addEventListener("change", (event) => {
      if (event.target.type !== "radio" || !event.target.name.startsWith("wish-")) return;
      store({ ...waiting(), [event.target.name]: event.target.value });
      flush();
    });
  for (const [name, value] of Object.entries(waiting())) show(name, value);
  window.addEventListener("online", flush);
  flush();
})();
