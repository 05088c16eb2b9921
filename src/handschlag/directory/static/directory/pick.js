// Finds choices as somebody types. Without this script all of them are there, in groups to open.
"use strict";
{
  const box = document.querySelector("[data-pick-filter]");
  if (box) {
    const input = box.querySelector("input");
    const count = box.querySelector("[data-pick-count]");
    const groups = [...document.querySelectorAll("[data-pick-group]")];
    const opened = new Set(groups.filter((group) => group.open));
    const plain = (text) =>
      text.toLowerCase().replace(/ä/g, "ae").replace(/ö/g, "oe").replace(/ü/g, "ue").replace(/ß/g, "ss");
    const filter = () => {
      const words = plain(input.value).split(/\s+/).filter(Boolean);
      let found = 0;
      for (const group of groups) {
        let here = 0;
        for (const option of group.querySelectorAll("[data-pick]")) {
          const fits = words.every((word) => plain(option.dataset.pick).includes(word));
          option.hidden = !fits;
          here += fits ? 1 : 0;
        }
        group.hidden = here === 0;
        group.open = words.length ? here > 0 : opened.has(group);
        found += here;
      }
      count.textContent = !words.length ? "" : found ? `${count.dataset.some} ${found}` : count.dataset.none;
    };
    box.hidden = false;
    input.addEventListener("input", filter);
    // Enter in a filter must not send the form.
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
  }
}
