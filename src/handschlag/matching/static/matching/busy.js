// Busy times of a calendar file (RFC 5545), read on this device: they tick the slots to keep free. Nothing of the file
// is sent; its field has no name.
"use strict";
(() => {
  const part = document.querySelector("[data-busy]");
  if (!part) return;
  const DAY = 86_400_000;
  const DAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
  // What Outlook calls the zones of its neighbours here.
  const ZONES = {
    "W. Europe Standard Time": "Europe/Berlin",
    "Romance Standard Time": "Europe/Paris",
    "Central Europe Standard Time": "Europe/Budapest",
    "Central European Standard Time": "Europe/Warsaw",
    "GMT Standard Time": "Europe/London",
    UTC: "UTC",
  };
  class Unread extends Error {}

  const lines = (text) =>
    text
      .replace(/\r?\n[ \t]/g, "")
      .split(/\r?\n/)
      .map((line) => /^([A-Z-]+)((?:;[^:;"]*(?:"[^"]*"[^:;"]*)?)*):(.*)$/i.exec(line))
      .filter(Boolean)
      .map(([, name, rest, value]) => ({
        name: name.toUpperCase(),
        options: Object.fromEntries(
          rest
            .split(";")
            .filter((one) => one.includes("="))
            .map((one) => [one.split("=")[0].toUpperCase(), one.split("=")[1].replace(/"/g, "")]),
        ),
        value: value.trim(),
      }));

  const offset = (at, zone) => {
    const format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    const said = Object.fromEntries(format.formatToParts(at).map((one) => [one.type, Number(one.value)]));
    return Date.UTC(said.year, said.month - 1, said.day, said.hour, said.minute, said.second) - at;
  };
  // `wall` is what a clock there shows, counted as if it were UTC.
  const instant = (wall, zone) => wall - offset(wall - offset(wall, zone), zone);

  const moment = ({ value, options }) => {
    const found = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/.exec(value);
    if (!found) throw new Unread();
    const [year, month, day, hour, minute, second] = found.slice(1, 7).map((one) => Number(one || 0));
    const named = options.TZID;
    const zone = found[7] ? "UTC" : named ? ZONES[named] || named : part.dataset.zone;
    try {
      offset(0, zone);
    } catch {
      throw new Unread();
    }
    return { wall: Date.UTC(year, month - 1, day, hour, minute, second), zone, isDay: !found[4] };
  };
  const at = (one) => instant(one.wall, one.zone);

  const length = (value) => {
    const found = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(value);
    if (!found) throw new Unread();
    const [weeks, days, hours, minutes, seconds] = found.slice(1).map((one) => Number(one || 0));
    return (weeks * 7 + days) * DAY + ((hours * 60 + minutes) * 60 + seconds) * 1000;
  };

  // The walls at which something that repeats begins; only daily and weekly rules are read.
  const repeated = (rule, start, until) => {
    const said = Object.fromEntries(rule.split(";").map((one) => one.toUpperCase().split("=")));
    const every = Number(said.INTERVAL || 1);
    const known = ["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"];
    const isWeekly = said.FREQ === "WEEKLY";
    if (Object.keys(said).some((name) => !known.includes(name))) throw new Unread();
    if (!isWeekly && said.FREQ !== "DAILY") throw new Unread();
    if (isWeekly && every > 1 && said.WKST && said.WKST !== "MO") throw new Unread();
    const chosen = said.BYDAY ? said.BYDAY.split(",") : isWeekly ? [DAYS[new Date(start.wall).getUTCDay()]] : DAYS;
    if (chosen.some((one) => !DAYS.includes(one))) throw new Unread();
    const end = said.UNTIL ? moment({ value: said.UNTIL, options: {} }) : null;
    const last = end ? (end.isDay ? end.wall + DAY - 1 : at(end)) : Infinity;
    const monday = start.wall - ((new Date(start.wall).getUTCDay() + 6) % 7) * DAY;
    const walls = [];
    let left = Number(said.COUNT || Infinity);
    for (let wall = start.wall; wall <= until && left > 0; wall += DAY) {
      const since = Math.round((wall - (isWeekly ? monday : start.wall)) / DAY);
      const isTurn = (isWeekly ? Math.floor(since / 7) : since) % every === 0;
      if (!isTurn || !chosen.includes(DAYS[new Date(wall).getUTCDay()])) continue;
      if (instant(wall, start.zone) > last) break;
      walls.push(wall);
      left -= 1;
    }
    return walls;
  };

  const spansOf = (entry, replaced, until) => {
    const get = (name) => entry.find((one) => one.name === name);
    const is = (name, value) => get(name)?.value.toUpperCase() === value;
    if (is("STATUS", "CANCELLED") || is("TRANSP", "TRANSPARENT") || is("X-MICROSOFT-CDO-BUSYSTATUS", "FREE")) return [];
    if (get("RDATE") || !get("DTSTART")) throw new Unread();
    const start = moment(get("DTSTART"));
    const end = get("DTEND") && moment(get("DTEND"));
    const plain = start.isDay ? DAY : 0;
    const lasts = get("DURATION") ? length(get("DURATION").value) : end ? at(end) - at(start) : plain;
    const rule = get("RRULE");
    const walls = rule ? repeated(rule.value, start, until) : [start.wall];
    const out = entry
      .filter((one) => one.name === "EXDATE")
      .flatMap((one) => one.value.split(",").map((value) => at(moment({ ...one, value }))));
    const gone = new Set([...out, ...(rule ? replaced.get(get("UID")?.value) || [] : [])]);
    return walls
      .map((wall) => instant(wall, start.zone))
      .filter((begins) => !gone.has(begins))
      .map((begins) => [begins, begins + lasts]);
  };

  const entriesOf = (text) => {
    const entries = [];
    let entry = null;
    let inner = 0; // alarms within an entry have a duration of their own
    for (const one of lines(text)) {
      const isEntry = one.value.toUpperCase() === "VEVENT";
      if (one.name === "BEGIN" && isEntry) entry = [];
      else if (one.name === "END" && isEntry && entry) {
        entries.push(entry);
        entry = null;
      } else if (entry && one.name === "BEGIN") inner += 1;
      else if (entry && one.name === "END") inner -= 1;
      else if (entry && !inner) entry.push(one);
    }
    return entries;
  };

  const read = (text, until) => {
    const entries = entriesOf(text);
    const found = { spans: [], unread: 0 };
    const replaced = new Map();
    for (const entry of entries) {
      const instead = entry.find((one) => one.name === "RECURRENCE-ID");
      const uid = entry.find((one) => one.name === "UID")?.value;
      try {
        if (instead) replaced.set(uid, [...(replaced.get(uid) || []), at(moment(instead))]);
      } catch {
        found.unread += 1;
      }
    }
    for (const entry of entries) {
      try {
        found.spans.push(...spansOf(entry, replaced, until));
      } catch (fault) {
        if (!(fault instanceof Unread)) throw fault;
        found.unread += 1;
      }
    }
    return found;
  };

  const boxes = [...document.querySelectorAll("input[data-ends]")].map((box) => ({
    box,
    from: Date.parse(box.value),
    to: Date.parse(box.dataset.ends),
  }));
  const say = part.querySelector("[role=status]");
  const take = async (file) => {
    const text = await file.text();
    if (!/^BEGIN:VCALENDAR/im.test(text)) {
      say.textContent = part.dataset.none;
      return;
    }
    const { spans, unread } = read(text, Math.max(...boxes.map((one) => one.to)) + DAY);
    const busy = boxes.filter(({ from, to }) => spans.some(([begins, ends]) => begins < to && ends > from));
    for (const { box } of busy) box.checked = true;
    say.textContent =
      part.dataset.done.replace("{n}", busy.length) +
      (unread ? ` ${part.dataset.unread.replace("{unread}", unread)}` : "");
  };
  const field = part.querySelector("input[type=file]");
  field.addEventListener("change", () => field.files[0] && take(field.files[0]));
  part.addEventListener("dragover", (event) => event.preventDefault());
  part.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files[0]) take(event.dataTransfer.files[0]);
  });
  part.hidden = boxes.length === 0;
})();
