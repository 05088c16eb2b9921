// The clock goes on from the minute that the server said; a demo's time is not that of the browser.
// "/" leads to the search and "?" to the list of keys, as long as nobody is typing; Escape leads back.
"use strict";
(() => {
  const search = document.getElementById("console-q");
  const keys = document.getElementById("console-keys");
  let before = null;
  const clock = document.querySelector("[data-clock]");
  const start = clock ? clock.textContent.split(":").reduce((hours, minutes) => 60 * +hours + +minutes) : 0;
  const opened = Date.now();
  const two = (number) => String(number).padStart(2, "0");
  if (clock)
    setInterval(() => {
      const now = (start + Math.floor((Date.now() - opened) / 60000)) % 1440;
      clock.textContent = `${two(Math.floor(now / 60))}:${two(now % 60)}`;
    }, 10000);
  const isTyping = (node) =>
    node instanceof HTMLElement && (node.isContentEditable || node.matches("input, textarea, select"));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "/" && search?.checkVisibility()) {
      event.preventDefault();
      before = document.activeElement;
      search.focus();
      search.select();
    } else if (event.key === "?" && keys) {
      event.preventDefault();
      before = document.activeElement;
      keys.open = true;
      keys.querySelector("summary").focus();
    }
  });
  const back = (event) => {
    if (event.key !== "Escape" || !before) return;
    before.focus();
    before = null;
  };
  search?.addEventListener("keydown", back);
  keys?.addEventListener("keydown", back);
})();
