// The screen goes on by its own clock: the page holds the whole rest of the event, so hours without a network
// do no harm. The server's clock counts; the difference to this device's clock is taken when the page comes.
"use strict";
(() => {
  const TICK = 5000;
  const PAUSE = 60000; // milliseconds between two questions whether something has changed
  let page = null;
  let ahead = 0;
  const renew = () => {
    const found = document.getElementById("foyer");
    if (!found) return;
    if (found !== page) {
      page = found;
      ahead = Date.parse(found.dataset.now) - Date.now();
    }
    const now = Date.now() + ahead;
    const clock = found.querySelector("[data-clock]");
    const zone = { timeZone: found.dataset.zone, hour: "2-digit", minute: "2-digit" };
    clock.textContent = new Intl.DateTimeFormat(document.documentElement.lang, zone).format(now);
    for (const one of found.querySelectorAll("[data-list=now] > li")) {
      one.hidden = !(Date.parse(one.dataset.from) <= now && now < Date.parse(one.dataset.until));
    }
    const coming = [...found.querySelectorAll("[data-list=next] > li")];
    const later = coming.filter((one) => Date.parse(one.dataset.from) > now);
    const last = later[Math.min(Number(found.dataset.most), later.length) - 1];
    for (const one of coming) {
      const from = Date.parse(one.dataset.from);
      one.hidden = !(from > now && last && from <= Date.parse(last.dataset.from));
    }
  };
  const ask = async () => {
    if (!navigator.onLine) return;
    try {
      const answer = await fetch(location.href);
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("foyer");
      if (fresh) page.replaceWith(fresh);
      renew();
    } catch {
      // the server is away: the page that stands is good for the rest of the event
    }
  };
  renew();
  setInterval(renew, TICK);
  setInterval(ask, PAUSE);
})();
