// Whom somebody may mean who types a name: beginnings count as the whole, and a letter or two may be wrong.
"use strict";
window.deskSpelling = (() => {
  const FAR = 99, CLOSE = 0.75;
  const folded = (text) =>
    text.toLowerCase().replace(/ä/g, "ae").replace(/ö/g, "oe").replace(/ü/g, "ue").replace(/ß/g, "ss")
      .normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/[^a-z0-9]+/g, " ").trim();
  const distance = (one, other, most) => {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let row = Array.from({ length: other.length + 1 }, (_, at) => at);
    for (let i = 1; i <= one.length; i += 1) {
      const next = [i];
      for (let j = 1; j <= other.length; j += 1) {
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
      }
      row = next;
    }
    return row[other.length];
  };
  const fit = (word, known) => {
    if (known.startsWith(word)) return known === word ? 0 : 1;
    if (word.length < 3) return FAR;
    const most = word.length < 6 ? 1 : 2;
    const near = Math.min(distance(word, known, most), distance(word, known.slice(0, word.length), most));
    return near <= most ? 1 + near : FAR;
  };
  const likest = (text, people, most) => {
    const words = folded(text).split(" ").filter(Boolean);
    const score = (one) => {
      const known = folded(`${one.name} ${one.organisation}`).split(" ");
      const each = words.map((word) => Math.min(...known.map((other) => fit(word, other))));
      return Math.max(...each) === FAR ? FAR : each.reduce((sum, points) => sum + points, 0) / each.length;
    };
    if (!words.length) return [];
    const scored = people.map((one) => [score(one), one]).filter(([points]) => points < FAR);
    const top = Math.min(...scored.map(([points]) => points));
    const near = scored.filter(([points]) => points <= top + CLOSE);
    return near.sort((one, other) => one[0] - other[0]).slice(0, most).map(([, one]) => one);
  };
  return { likest };
})();
