// Proposals under the search box: htmx fetches them, this makes them a combobox for keyboard and screen reader.
// Without it the box is a plain search field, and nothing is lost.
(() => {
  const box = document.querySelector("input[data-proposals]");
  const list = box && document.getElementById(box.dataset.proposals);
  if (!list || box.getAttribute("role") === "combobox") return;
  const number = document.getElementById(`${list.id}-number`);
  const options = () => [...list.querySelectorAll('[role="option"]')];
  const chosen = () => list.querySelector('[aria-selected="true"]');

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");
  box.setAttribute("aria-controls", list.id);

  const choose = (option) => {
    chosen()?.setAttribute("aria-selected", "false");
    if (!option) {
      box.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", option.id);
  };

  const show = (isOpen) => {
    list.hidden = !isOpen;
    box.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) choose(null);
  };

  const move = (step) => {
    const all = options();
    if (!all.length) return;
    if (list.hidden) show(true);
    const place = all.indexOf(chosen()) + step;
    choose(place < -1 ? all.at(-1) : place === -1 || place >= all.length ? null : all[place]);
  };

  const go = (option) => location.assign(option.dataset.url);

  new MutationObserver(() => {
    const isWanted = document.activeElement === box && box.value.trim() !== "";
    show(isWanted && options().length > 0);
    number.textContent = list.hidden ? "" : list.firstElementChild.dataset.number;
  }).observe(list, { childList: true });

  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : chosen() ? -1 : -2);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show(false);
    } else if (event.key === "Enter" && !list.hidden && chosen()) {
      event.preventDefault();
      go(chosen());
    }
  });
  box.addEventListener("input", () => {
    choose(null);
    if (box.value.trim() === "") show(false);
  });
  box.addEventListener("focus", () => show(box.value.trim() !== "" && options().length > 0));
  box.addEventListener("blur", () => show(false));
  // A press must not take the focus away before the click is heard.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest('[role="option"]');
    if (option) go(option);
  });
})();
