// Arrows go from meeting to meeting in the grid, which is one stop for Tab. M, L and V act on the focused
// meeting, only while focus is in the grid, and only where they are not switched off. Ctrl Z takes the last
// change by hand back, outside of fields, which have an undo of their own.
"use strict";
(() => {
  const undo = document.querySelector("[data-undo]");
  document.addEventListener("keydown", (event) => {
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z";
    if (!undo || !isUndo || event.target.closest("input, textarea, select")) return;
    event.preventDefault();
    undo.click();
  });
  const grid = document.querySelector(".hs-table__grid");
  const hint = document.querySelector("[data-keys]");
  if (!grid || !hint) return;
  const rows = [...grid.rows].map((row) => [...row.cells].map((cell) => cell.querySelector("a")));
  const links = rows.flat().filter(Boolean);
  const start = grid.querySelector("a[aria-current]") || links[0];
  const stop = (link) => links.forEach((one) => (one.tabIndex = one === link ? 0 : -1));
  const spot = (link) => {
    const row = rows.findIndex((one) => one.includes(link));
    return [row, rows[row].indexOf(link)];
  };
  const next = (link, down, right) => {
    let [row, column] = spot(link);
    for (;;) {
      row += down;
      column += right;
      if (!rows[row] || column < 0 || column >= Math.max(...rows.map((one) => one.length))) return link;
      if (rows[row][column]) return rows[row][column];
    }
  };
  const WAYS = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };
  const ACTS = {
    m: () => document.getElementById("target")?.focus(),
    l: () => document.querySelector("button[name=what][value$=lock]")?.click(),
    v: () => {
      const reason = document.querySelector("details [name=reason]");
      if (!reason) return;
      reason.closest("details").open = true;
      reason.focus();
    },
  };
  const off = hint.querySelector("input");
  off.checked = localStorage.getItem("timetable-keys") !== "off";
  off.addEventListener("change", () => localStorage.setItem("timetable-keys", off.checked ? "on" : "off"));
  hint.hidden = false;
  if (start) stop(start);
  grid.addEventListener("keydown", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.altKey) return;
    const way = WAYS[event.key];
    const act = off.checked && ACTS[event.key.toLowerCase()];
    if (!way && !act) return;
    event.preventDefault();
    if (way) {
      const to = next(link, ...way);
      stop(to);
      to.focus();
    } else if (link.hasAttribute("aria-current")) act();
    else location.assign(link.href); // first it is chosen, and its ways are shown
  });
})();
