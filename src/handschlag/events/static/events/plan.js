// Sessions are dragged on the grid. What is dropped is sent by the same form as "Move" in the list.
"use strict";
(() => {
  const plan = document.querySelector(".hs-plan");
  const form = document.getElementById("plan-move");
  const say = document.getElementById("plan-say");
  if (!plan || !form) return;
  const STEP = 5;
  let held = null;
  let grip = 0;

  const heads = () => [...plan.querySelectorAll(".hs-plan__head")];
  const minutes = (clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
  const two = (number) => String(number).padStart(2, "0");

  const target = (event) => {
    const room = heads().find((head) => {
      const box = head.getBoundingClientRect();
      return event.clientX >= box.left && event.clientX <= box.right;
    });
    const first = plan.querySelector(".hs-plan__hour");
    if (!room || !first) return null;
    const box = first.getBoundingClientRect();
    const row = Math.round(((event.clientY - grip - box.top) / box.height) * (60 / STEP));
    const at = minutes(plan.dataset.first) + Math.max(0, row) * STEP;
    const day = new Date(`${plan.dataset.day}T00:00:00Z`);
    day.setUTCDate(day.getUTCDate() + Math.floor(at / 1440));
    return {
      room: room.dataset.room,
      name: room.firstChild.textContent.trim(),
      day: day.toISOString().slice(0, 10),
      since: Math.max(0, row) * STEP,
      starts: `${two(Math.floor((at % 1440) / 60))}:${two(at % 60)}`,
    };
  };

  // Speakers of a proposed session said when they cannot come: minutes from the beginning of the grid.
  const isAway = (since) => {
    const first = plan.querySelector(".hs-plan__hour").getBoundingClientRect().height;
    const until = since + (held.getBoundingClientRect().height / first) * 60;
    return (held.dataset.away || "").split(" ").some((span) => {
      const [begin, end] = span.split("-").map(Number);
      return span && since < end && begin < until;
    });
  };

  plan.addEventListener("dragstart", (event) => {
    held = event.target.closest(".hs-plan__piece");
    if (!held) return;
    grip = event.clientY - held.getBoundingClientRect().top;
    held.classList.add("hs-plan__piece--held");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.textContent.trim());
  });
  plan.addEventListener("dragover", (event) => {
    const where = held && target(event);
    if (!where) return;
    event.preventDefault();
    const text = `${where.name}, ${where.starts}${isAway(where.since) ? `: ${plan.dataset.absent}` : ""}`;
    if (say.textContent !== text) say.textContent = text;
  });
  plan.addEventListener("drop", (event) => {
    const where = held && target(event);
    if (!where) return;
    event.preventDefault();
    form.action = held.dataset.move;
    form.elements.seen.value = held.dataset.seen;
    form.elements.room.value = where.room;
    form.elements.day.value = where.day;
    form.elements.starts.value = where.starts;
    form.submit();
  });
  // One stop for the Tab key; arrows lead to what is next on that side, Enter opens it.
  const pieces = () => [...plan.querySelectorAll(".hs-plan__piece")];
  const rove = (chosen) => {
    for (const piece of pieces()) piece.tabIndex = piece === chosen ? 0 : -1;
  };
  const WAYS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  const middle = (node) => {
    const box = node.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  };
  const next = (from, [x, y]) => {
    const [left, top] = middle(from);
    let best = null;
    let least = Infinity;
    for (const piece of pieces()) {
      const [toLeft, toTop] = middle(piece);
      const along = x * (toLeft - left) + y * (toTop - top);
      const across = Math.abs(y * (toLeft - left)) + Math.abs(x * (toTop - top));
      if (along <= 1 || along + 3 * across >= least) continue;
      best = piece;
      least = along + 3 * across;
    }
    return best;
  };
  plan.addEventListener("keydown", (event) => {
    const from = event.target.closest(".hs-plan__piece");
    const way = WAYS[event.key];
    if (!from || !way || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const to = next(from, way);
    if (!to) return;
    rove(to);
    to.focus();
  });
  plan.addEventListener("focusin", (event) => {
    const piece = event.target.closest(".hs-plan__piece");
    if (piece) rove(piece);
  });
  rove(pieces()[0]);

  plan.addEventListener("dragend", () => {
    if (held) held.classList.remove("hs-plan__piece--held");
    held = null;
    say.textContent = "";
  });
})();
