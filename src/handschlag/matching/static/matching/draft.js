// What is typed into a form is kept on this device until it is saved, and forgotten then; Enter ends a line.
"use strict";
(() => {
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const key = `handschlag ${form.dataset.draft}`;
  const say = form.querySelector("[data-draft-say]");
  const fields = () =>
    [...form.elements].filter((one) => one.name && one.type !== "hidden" && one.type !== "submit");
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const keep = () => {
    const values = {};
    for (const one of fields()) {
      if (one.type === "checkbox" || one.type === "radio") {
        values[one.name] = values[one.name] || [];
        if (one.checked) values[one.name].push(one.value);
      } else values[one.name] = one.value;
    }
    try {
      localStorage.setItem(key, JSON.stringify({ version: form.dataset.version, values }));
      say.textContent = say.dataset.draftSay;
    } catch {
      say.textContent = "";
    }
  };
  const draft = read();
  const changed = [];
  const isFaulty = form.querySelector("[role=alert]");
  if (form.hasAttribute("data-taken")) {
    keep();
  } else if (draft && draft.version === form.dataset.version && !isFaulty) {
    for (const one of fields()) {
      const value = draft.values[one.name];
      if (value === undefined) continue;
      if (Array.isArray(value)) one.checked = value.includes(one.value);
      else if (one.value !== value) {
        one.value = value;
        changed.push(one);
      }
    }
    say.textContent = say.dataset.draftBack;
  } else if (draft && draft.version !== form.dataset.version) {
    localStorage.removeItem(key);
  }
  form.addEventListener("input", keep);
  form.addEventListener("keydown", (event) => {
    const lines = [...form.querySelectorAll("textarea[enterkeyhint=next]")];
    const next = lines[lines.indexOf(event.target) + 1];
    if (event.key !== "Enter" || event.isComposing || event.shiftKey || !lines.includes(event.target)) return;
    event.preventDefault();
    if (next) next.focus();
  });
  // What is put in above the field in hand must not push it under the bar.
  document.addEventListener("htmx:afterSettle", () => {
    if (form.contains(document.activeElement)) document.activeElement.scrollIntoView({ block: "nearest" });
  });
  // What was understood of these words is asked for anew; it is no typing, so it does not bubble to the form.
  window.addEventListener("load", () => changed.forEach((one) => one.dispatchEvent(new Event("input"))));
})();
