// "/" leads to the search, as long as nobody is typing; Escape leads back.
"use strict";
(() => {
  const search = document.getElementById("console-q");
  if (!search) return;
  let before = null;
  const isTyping = (node) =>
    node instanceof HTMLElement && (node.isContentEditable || node.matches("input, textarea, select"));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) || !search.checkVisibility()) return;
    event.preventDefault();
    before = document.activeElement;
    search.focus();
    search.select();
  });
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !before) return;
    before.focus();
    before = null;
  });
})();
