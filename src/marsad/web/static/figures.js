// The map and the timeline of the page of incidents. Without this file the tables beside them tell the same.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");
  let outlines = null;
  let drawn = [];
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const narrow = matchMedia("(max-width: 63.99rem)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const colour = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const written = (n) => new Intl.NumberFormat(root.lang === "ar" ? "ar-MA" : root.lang).format(n);

  function facets() { // closed on narrow screens, open beside the table
    const all = document.querySelector(".facets");
    if (all && narrow.matches && !all.dataset.touched) all.open = false;
  }

  function whole(ring) { // a ring over the 180th meridian goes on beyond it, in place of crossing the whole map
    let turn = 0;
    return ring.map(([lon, lat], at) => {
      if (at) { const step = lon - ring[at - 1][0]; if (step > 180) turn -= 360; else if (step < -180) turn += 360; }
      return [lon + turn, lat];
    });
  }

  function cut(ring, edge, side) { // what of a ring lies on one side of a meridian (Sutherland and Hodgman 1974)
    const found = [];
    ring.forEach((point, at) => {
      const before = ring[(at || ring.length) - 1];
      const [here, there] = [point, before].map(([lon]) => (edge - lon) * side >= 0);
      if (here !== there) found.push([edge, before[1] + (point[1] - before[1]) * (edge - before[0]) / (point[0] - before[0])]);
      if (here) found.push(point);
    });
    return found;
  }

  function mended(one) {
    const polygons = one.geometry.type === "Polygon" ? [one.geometry.coordinates] : one.geometry.coordinates;
    const coordinates = polygons.map((rings) => rings.map(whole)).flatMap((rings) => {
      const lons = rings[0].map((point) => point[0]);
      const side = Math.max(...lons) > 180 ? 1 : Math.min(...lons) < -180 ? -1 : 0;
      if (!side) return [rings];
      const over = rings.map((ring) => ring.map(([lon, lat]) => [lon - side * 360, lat]));
      return [rings.map((ring) => cut(ring, side * 180, side)), over.map((ring) => cut(ring, -side * 180, -side))];
    }).map((rings) => rings.filter((ring) => ring.length > 3)).filter((rings) => rings.length);
    return { ...one, geometry: { type: "MultiPolygon", coordinates } };
  }

  async function world() {
    if (!outlines) {
      const told = await (await fetch("/static/vendor/world.json")).json();
      outlines = topojson.feature(told, told.objects.countries);
      outlines.features = outlines.features.filter((one) => one.id !== "010").map(mended); // without Antarctica
      echarts.registerMap("world", outlines);
    }
  }

  function go(address) {
    if (window.htmx) {
      htmx.ajax("GET", address, { target: "#found", select: "#found", swap: "outerHTML" });
    } else location.assign(address);
  }

  function chart(id) {
    const place = document.getElementById(id);
    if (!place || !window.echarts) return null;
    place.hidden = false;
    if (!place.clientWidth) return null;
    const sheet = document.createElement("div"); // without an id: htmx would copy the styles that echarts sets on it
    sheet.className = "drawing";
    place.replaceChildren(sheet);
    const made = echarts.init(sheet, null, { renderer: "canvas" });
    made.on("click", (one) => { if (one.data?.address) go(one.data.address); });
    drawn.push(made);
    return made;
  }

  const common = () => ({
    animation: !calm.matches,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colour("--muted") },
    tooltip: {
      renderMode: "richText", backgroundColor: colour("--ink"), borderWidth: 0, textStyle: { color: colour("--bg"), fontSize: 13 },
      formatter: (one) => `${one.data.name}: ${written(one.data.count)}`,
    },
  });

  function map(cells) {
    const made = chart("map");
    if (!made) return;
    const most = Math.max(1, ...cells.map((one) => one[2]));
    const lons = cells.map((one) => one[0]), lats = cells.map((one) => one[1]);
    const data = cells.map(([lon, lat, count, name, address]) => ({
      value: [lon, lat, count], count, name, address, symbolSize: 7 + 25 * Math.sqrt(count / most),
      label: { show: count > 1 && 25 * Math.sqrt(count / most) > 11, formatter: written(count) },
    }));
    const pad = (low, high, least) => Math.max(least, (high - low) * 0.15);
    const bounds = cells.length ? (() => {
      const [w, e, s, n] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)];
      const x = pad(w, e, 4), y = pad(s, n, 4);
      return [[Math.max(-180, w - x), Math.min(85, n + y)], [Math.min(180, e + x), Math.max(-60, s - y)]];
    })() : [[-180, 84], [180, -58]];
    made.setOption({
      ...common(),
      geo: {
        map: "world", roam: true, boundingCoords: bounds, preserveAspect: "contain", scaleLimit: { min: 0.5, max: 40 }, left: 0, right: 0, top: 0, bottom: 0,
        silent: true, itemStyle: { areaColor: colour("--sunken"), borderColor: colour("--line-strong"), borderWidth: 0.5 },
      },
      series: [{
        type: "scatter", coordinateSystem: "geo", data, cursor: "pointer",
        itemStyle: { color: colour("--accent"), opacity: 0.78, borderColor: colour("--surface"), borderWidth: 1 },
        label: { color: colour("--accent-ink"), fontSize: 11, fontWeight: 600 },
        emphasis: { itemStyle: { opacity: 1 } },
      }],
    });
  }

  function timeline(times) {
    const made = chart("timeline");
    if (!made) return;
    const right = root.dir === "rtl";
    made.setOption({
      ...common(),
      grid: { left: 8, right: 8, top: 12, bottom: 4, containLabel: true },
      xAxis: {
        type: "category", inverse: right, data: times.map((one) => one[0]), axisTick: { show: false },
        axisLine: { lineStyle: { color: colour("--line-strong") } }, axisLabel: { color: colour("--muted"), hideOverlap: true, fontSize: 11 },
      },
      yAxis: {
        type: "value", position: right ? "right" : "left", minInterval: 1, splitNumber: 3, splitLine: { lineStyle: { color: colour("--line") } },
        axisLabel: { color: colour("--muted"), fontSize: 11, formatter: written },
      },
      series: [{
        type: "bar", barCategoryGap: "22%", barMaxWidth: 28, cursor: "pointer", itemStyle: { color: colour("--accent"), borderRadius: [2, 2, 0, 0] },
        data: times.map(([name, count, address]) => ({ value: count, count, name, address })),
      }],
    });
  }

  async function draw() {
    delete root.dataset.drawn;
    drawn.forEach((one) => one.dispose());
    drawn = [];
    if (!document.getElementById("timeline") || !window.echarts) return;
    const asked = () => document.getElementById("found")?.dataset.figures;
    const here = asked();
    const [answer] = await Promise.all([fetch(here), world(), document.fonts.ready]);
    if (!answer.ok || here !== asked()) return;
    const told = await answer.json();
    drawn.forEach((one) => one.dispose());
    drawn = [];
    if (told.cells.length) map(told.cells);
    timeline(told.times);
    root.dataset.drawn = here; // tests wait for it
  }

  const redraw = () => draw().catch((fault) => console.error(fault));
  const opened = new Set();
  document.addEventListener("toggle", (event) => { if (event.target.id) opened[event.target.open ? "add" : "delete"](event.target.id); }, true);
  document.addEventListener("htmx:afterSettle", () => {
    document.querySelectorAll(".facets details[id]").forEach((one) => { if (opened.has(one.id)) one.open = true; });
    facets();
    redraw();
  });
  document.addEventListener("htmx:historyRestore", () => { facets(); redraw(); });
  document.addEventListener("click", (event) => { const all = event.target.closest?.(".facets > summary"); if (all) all.parentElement.dataset.touched = "yes"; });
  addEventListener("resize", () => drawn.forEach((one) => { if (one.getDom().clientWidth) one.resize(); }));
  dark.addEventListener("change", redraw);
  facets();
  redraw();
})();
