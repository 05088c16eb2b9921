// The interactive map: opened by a button, drawn by MapLibre from our own data, no tiles from anywhere.
// Without this file, without WebGL, or when anything fails, the drawn map stays where it is.

const GERMANY = [[5.2, 46.9], [15.7, 55.4]];
const AROUND = [[-2, 43.5], [23, 58.5]];
const RANKS = 100000; // a rank is a count and the number of a place in one: the largest names its cluster
const LISTED = 12;

const holder = document.querySelector("[data-live-map]");
if (holder && hasWebGL()) offer(holder);

function hasWebGL() {
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
}

function offer(holder) {
  const figure = holder.closest("figure");
  const open = figure.querySelector("[data-live-open]");
  const close = figure.querySelector("[data-live-close]");
  const drawing = figure.querySelector("[data-drawing]");
  let live = null;

  function show(isLive) {
    holder.hidden = !isLive;
    drawing.hidden = isLive;
    open.hidden = isLive;
    close.hidden = !isLive;
    figure.classList.toggle("hs-map--live", isLive);
  }

  open.hidden = false;
  open.addEventListener("click", async () => {
    open.disabled = true;
    open.setAttribute("aria-busy", "true");
    show(true);
    try {
      live ??= await start(holder);
      live.resize();
      holder.querySelector("canvas").focus({ preventScroll: true });
    } catch (fault) {
      console.warn("The interactive map could not be opened.", fault);
      show(false);
      open.hidden = true;
      figure.querySelector("[data-live-failed]").hidden = false;
    } finally {
      open.disabled = false;
      open.removeAttribute("aria-busy");
    }
  });
  close.addEventListener("click", () => {
    show(false);
    open.focus();
  });
}

async function start(holder) {
  const from = holder.dataset;
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = from.style;
  const styled = new Promise((done, failed) => {
    style.onload = done;
    style.onerror = failed;
  });
  document.head.append(style);
  const [library, points, boundaries] = await Promise.all([
    import(from.library),
    json(from.points),
    json(from.boundaries),
    styled,
    document.fonts.load("600 13px 'Fira Sans'"),
    document.fonts.load("500 14px 'Fira Sans'"),
  ]);
  library.setWorkerUrl(new URL(from.worker, location.href).href);
  return draw(library, holder, points.places, boundaries);
}

async function json(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

// The colours of the page as it is now; MapLibre does not know custom properties.
function colours(holder) {
  const probe = document.createElement("span");
  holder.append(probe);
  const read = (name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const found = {
    sea: read("--hs-paper"),
    faint: read("--hs-line"),
    land: read("--hs-land"),
    border: read("--hs-line-2"),
    dot: read("--hs-you"),
    onDot: read("--hs-on-you"),
    chosen: read("--hs-them"),
    onChosen: read("--hs-on-them"),
    ink: read("--hs-ink"),
    rim: read("--hs-bg"),
  };
  probe.remove();
  return found;
}

function featuresOf(places) {
  return {
    type: "FeatureCollection",
    features: places.map(([longitude, latitude, count, , name], number) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [longitude, latitude] },
      properties: { count, name, rank: count * RANKS + (RANKS - 1 - number) },
    })),
  };
}

const numberOf = (rank) => RANKS - 1 - (rank % RANKS);
const COUNT = ["get", "count"];
const RADIUS = ["interpolate", ["linear"], ["ln", COUNT], 0, 7, 0.7, 13, 7.5, 27];
const IS_CHOSEN = ["==", ["get", "rank"], ["global-state", "chosen"]];

function styleOf(places, boundaries, paint, language) {
  return {
    version: 8,
    state: { chosen: { default: -1 } },
    sources: {
      boundaries: { type: "geojson", data: boundaries },
      places: {
        type: "geojson",
        data: featuresOf(places),
        cluster: true,
        clusterRadius: 46,
        clusterMaxZoom: 11,
        clusterProperties: { count: ["+", COUNT], rank: ["max", ["get", "rank"]] },
      },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": paint.sea } },
      {
        id: "abroad",
        type: "line",
        source: "boundaries",
        filter: ["==", ["get", "land"], ""],
        paint: { "line-color": paint.faint, "line-width": 1 },
      },
      {
        id: "land",
        type: "fill",
        source: "boundaries",
        filter: ["!=", ["get", "land"], ""],
        paint: { "fill-color": paint.land },
      },
      {
        id: "border",
        type: "line",
        source: "boundaries",
        filter: ["!=", ["get", "land"], ""],
        paint: { "line-color": paint.border, "line-width": 0.8 },
      },
      {
        id: "dots",
        type: "circle",
        source: "places",
        paint: {
          "circle-radius": RADIUS,
          "circle-color": ["case", IS_CHOSEN, paint.chosen, paint.dot],
          "circle-stroke-color": paint.rim,
          "circle-stroke-width": 1.5,
        },
      },
      {
        id: "counts",
        type: "symbol",
        source: "places",
        filter: [">", COUNT, 1],
        layout: {
          "text-field": ["number-format", COUNT, { locale: language }],
          "text-font": ["Fira Sans SemiBold"],
          "text-size": 13,
          "text-allow-overlap": true,
          "text-padding": 9,
        },
        paint: { "text-color": ["case", IS_CHOSEN, paint.onChosen, paint.onDot] },
      },
      {
        id: "names",
        type: "symbol",
        source: "places",
        filter: ["!", ["has", "point_count"]],
        minzoom: 7,
        layout: {
          "text-field": ["get", "name"],
          "text-font": ["Fira Sans Medium"],
          "text-size": 14,
          "text-variable-anchor": ["left", "right", "top", "bottom"],
          "text-radial-offset": 1.4,
          "text-justify": "auto",
          "text-optional": true,
        },
        paint: { "text-color": paint.ink, "text-halo-color": paint.land, "text-halo-width": 1.5 },
      },
    ],
  };
}

async function draw(library, holder, places, boundaries) {
  const words = holder.dataset;
  const stage = holder.querySelector("[data-live-stage]");
  const paint = colours(holder);
  const map = new library.Map({
    container: stage,
    style: styleOf(places, boundaries, paint, document.documentElement.lang),
    bounds: GERMANY,
    fitBoundsOptions: { padding: 12 },
    maxBounds: AROUND,
    minZoom: 4,
    maxZoom: 12,
    dragRotate: false,
    pitchWithRotate: false,
    attributionControl: false,
    cooperativeGestures: true,
    fadeDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
    locale: {
      "Map.Title": words.wordMap,
      "CooperativeGesturesHandler.WindowsHelpText": words.wordWheel,
      "CooperativeGesturesHandler.MacHelpText": words.wordWheelMac,
      "CooperativeGesturesHandler.MobileHelpText": words.wordFingers,
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  holder.querySelector("[data-live-nearer]").addEventListener("click", () => map.zoomIn());
  holder.querySelector("[data-live-farther]").addEventListener("click", () => map.zoomOut());
  followTheme(map, holder);
  await new Promise((done, failed) => {
    map.once("load", done);
    map.once("error", (event) => failed(event.error));
  });
  const list = new List(map, holder, places);
  map.on("idle", () => list.renew());
  map.on("click", "dots", (event) => list.open(event.features[0]));
  map.on("mouseenter", "dots", () => (map.getCanvas().style.cursor = "pointer"));
  map.on("mouseleave", "dots", () => (map.getCanvas().style.cursor = ""));
  list.renew();
  holder.dataset.ready = "true";
  holder.liveMap = map;
  return map;
}

function followTheme(map, holder) {
  const renew = () => {
    const paint = colours(holder);
    map.setPaintProperty("sea", "background-color", paint.sea);
    map.setPaintProperty("abroad", "line-color", paint.faint);
    map.setPaintProperty("land", "fill-color", paint.land);
    map.setPaintProperty("border", "line-color", paint.border);
    map.setPaintProperty("dots", "circle-color", ["case", IS_CHOSEN, paint.chosen, paint.dot]);
    map.setPaintProperty("dots", "circle-stroke-color", paint.rim);
    map.setPaintProperty("counts", "text-color", ["case", IS_CHOSEN, paint.onChosen, paint.onDot]);
    map.setPaintProperty("names", "text-color", paint.ink);
    map.setPaintProperty("names", "text-halo-color", paint.land);
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", renew);
  new MutationObserver(renew).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-kern-theme"],
  });
}

// What is seen in the map as buttons and links, for keyboards and screen readers; both do the same.
class List {
  constructor(map, holder, places) {
    this.map = map;
    this.places = places;
    this.words = holder.dataset;
    this.said = holder.querySelector("[data-live-said]");
    this.rows = holder.querySelector("[data-live-rows]");
    this.number = new Intl.NumberFormat(document.documentElement.lang);
  }

  seen() {
    const found = new Map();
    for (const feature of this.map.queryRenderedFeatures({ layers: ["dots"] })) {
      found.set(feature.properties.rank, feature);
    }
    return [...found.values()].sort((a, b) => b.properties.count - a.properties.count);
  }

  renew() {
    const seen = this.seen();
    const total = seen.reduce((sum, feature) => sum + feature.properties.count, 0);
    const said = this.words.wordSeen
      .replace("{entries}", this.number.format(total))
      .replace("{dots}", this.number.format(seen.length));
    if (this.said.textContent !== said) this.said.textContent = said;
    const focused = document.activeElement?.dataset?.rank;
    this.rows.replaceChildren(...seen.slice(0, LISTED).map((feature) => this.row(feature)));
    if (focused) {
      const again = this.rows.querySelector(`[data-rank="${focused}"]`) ?? this.rows.querySelector("button");
      again?.focus({ preventScroll: true });
    }
  }

  row(feature) {
    const { rank, count, point_count: several } = feature.properties;
    const [, , , , own, city] = this.places[numberOf(rank)];
    const name = (several && city) || own || this.words.wordNameless;
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.rank = rank;
    button.textContent = several ? this.words.wordAround.replace("{place}", name) : name;
    const value = document.createElement("span");
    value.className = "hs-count";
    value.textContent = this.number.format(count);
    button.append(" ", value);
    button.addEventListener("click", () => this.open(feature));
    const row = document.createElement("li");
    row.append(button);
    return row;
  }

  async open(feature) {
    const { cluster_id: cluster, rank } = feature.properties;
    if (cluster === undefined) return this.choose(rank);
    const zoom = await this.map.getSource("places").getClusterExpansionZoom(cluster);
    this.map.easeTo({ center: feature.geometry.coordinates, zoom: Math.min(zoom + 0.2, 12) });
  }

  // The list beside the map comes from the server, as it would without a script.
  async choose(rank) {
    this.map.setGlobalStateProperty("chosen", rank);
    const address = this.words.choose.replace("KEY", encodeURIComponent(this.places[numberOf(rank)][3]));
    const answer = await fetch(address);
    if (!answer.ok) return location.assign(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("choice");
    document.getElementById("choice").replaceWith(fresh);
    const title = fresh.querySelector("h2");
    title.tabIndex = -1;
    title.focus({ preventScroll: false });
    history.replaceState(null, "", address);
  }
}

// One filter is open at a time, and Escape closes it.
for (const form of document.querySelectorAll(".hs-map-filter")) {
  const facets = [...form.querySelectorAll(":scope > details")];
  for (const facet of facets) {
    facet.addEventListener("toggle", () => {
      if (facet.open) facets.filter((other) => other !== facet).forEach((other) => (other.open = false));
    });
    facet.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !facet.open) return;
      facet.open = false;
      facet.querySelector("summary").focus();
    });
  }
}
