// The field is always at hand: whoever types or scans anywhere types into it; Escape empties it.
"use strict";
(() => {
  const field = document.getElementById("desk-q");
  if (!field) return;
  document.addEventListener("keydown", (event) => {
    const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "Escape") {
      field.value = "";
      field.focus();
    } else if (!isTyping && event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) {
      field.value = "";
      field.focus();
    }
  });
})();
