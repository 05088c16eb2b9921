// J and K go through the incidents, 1 to 3 choose a way out, Ctrl+Enter takes it; only with focus in the list.
"use strict";
(() => {
  const list = document.querySelector(".hs-control > section");
  if (!list) return;
  const stops = () => [...list.querySelectorAll("[data-incident], .hs-queue a")];
  const go = (step) => {
    const all = stops();
    const here = all.findIndex((one) => one.contains(document.activeElement));
    all[Math.min(all.length - 1, Math.max(0, here + step))]?.focus();
  };
  list.addEventListener("keydown", (event) => {
    if (/^(TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.type === "number") return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const way = list.querySelector(".hs-way:has(input:checked)");
      if (way?.contains(event.target) || event.target.matches("[data-incident]")) way?.querySelector("button")?.click();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j" || event.key === "k") go(event.key === "j" ? 1 : -1);
    else if (/^[123]$/.test(event.key)) {
      const choice = list.querySelector(`input[name="way"][value="${event.key}"]`);
      if (choice) {
        choice.checked = true;
        choice.focus();
      }
    } else return;
    event.preventDefault();
  });
  // A stand that grows old says so: nobody takes an old picture of the hall for the hall.
  const time = document.getElementById("control-time");
  let heard = Date.now();
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) heard = Date.now();
  });
  setInterval(() => {
    const isOld = Date.now() - heard > 15000;
    document.documentElement.classList.toggle("hs-is-old", isOld && Boolean(time));
  }, 1000);
})();
