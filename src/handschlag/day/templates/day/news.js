// A message has no content: the worker looks for itself, and says what it finds. Many messages are one notification.
const NEWS = new URL("news/", PAGE).href;
const SHOWN = new URL("shown", PAGE).href; // where the mark of what was shown last is kept
const TAG = "handschlag-day";
const SPREAD = 8000; // ms: not every phone of an event reads its page in the same second
const WORDS = { title: "{{ words.title|escapejs }}", body: "{{ words.body|escapejs }}", mark: "", language: "{{ words.language }}" };

const look = async () => {
  const options = { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) };
  try {
    const answer = await fetch(NEWS, options);
    if (answer.redirected || answer.status === 404) return null;
    return answer.ok ? await answer.json() : WORDS;
  } catch {
    return WORDS;
  }
};

const tell = async () => {
  const news = await look();
  if (!news) return forget();
  const shelf = await caches.open(SHELF);
  const last = await shelf.match(SHOWN);
  const isKnown = Boolean(news.mark && last && (await last.text()) === news.mark);
  await self.registration.showNotification(news.title, {
    body: news.body,
    lang: news.language,
    tag: TAG,
    renotify: !isKnown,
    silent: isKnown,
  });
  await shelf.put(SHOWN, new Response(news.mark));
  if (await shelf.match(PAGE)) {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * SPREAD));
    await refresh(shelf).catch(() => {});
  }
};

// One after the other: of two at once the second sees what the first has shown.
let turn = Promise.resolve();
self.addEventListener("push", (event) => {
  const mine = turn.then(tell);
  turn = mine.catch(() => {});
  event.waitUntil(mine);
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const open = async () => {
    const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const mine = windows.find((one) => isPage(new URL(one.url)));
    return mine ? mine.focus() : self.clients.openWindow(PAGE);
  };
  event.waitUntil(open());
});
