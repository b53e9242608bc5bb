// Cargo by cancer: how many findings, and which way they point.

const HEAT_ROWS = 30;
const HEAT_COLUMNS = 14;
const nameOfCargo = (finding) => finding.cargo_name || finding.cargo_type;

function commonest(counts, most) {
  return [...counts].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0])).slice(0, most).map(([key]) => key);
}

function effectsOf(findings) {
  const counts = tally(findings, (finding) => (finding.effect in EFFECTS ? finding.effect : "not_stated"));
  return EFFECT_ORDER.map((effect) => [effect, counts.get(effect) || 0]);
}

const inWords = (effects) => effects.filter(([, count]) => count).map(([effect, count]) => `${count} ${EFFECTS[effect].word}`).join(", ") || "none";

// A box divided by effect: the share of each direction is its width.
function split(x, y, width, height, effects, total) {
  const group = svg("g", {});
  let at = x;
  for (const [effect, count] of effects) {
    if (!count) continue;
    const part = (width * count) / total;
    group.append(svg("rect", { x: at, y, width: part, height, class: `fill-${EFFECTS[effect].name}` }));
    at += part;
  }
  return group;
}

function heatFigure(rows) {
  const cancersOf = (finding) => (finding.labels.length ? finding.labels : ["none"]);
  const byCargo = grouped(rows, nameOfCargo);
  const cargos = commonest(new Map([...byCargo].map(([name, found]) => [name, found.length])), HEAT_ROWS);
  const allCancers = tally(rows.flatMap(cancersOf), (name) => name);
  const cancers = commonest(allCancers, HEAT_COLUMNS);
  const small = matchMedia("(max-width: 600px)").matches;
  const bar = small ? 64 : 120, left = small ? 104 : 150, cell = 40, step = 24, top = 118;
  const most = Math.max(...cargos.map((name) => byCargo.get(name).length));
  const width = left + bar + 16 + cancers.length * cell + 70;
  const height = top + cargos.length * step + 8;
  const drawing = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": "Cargo by cancer and direction" });
  cancers.forEach((name, at) => {
    const x = left + bar + 16 + at * cell + cell / 2;
    drawing.append(label(name === "none" ? "none named" : name, 125, { x, y: top - 10, transform: `rotate(-42 ${x} ${top - 10})`, class: "axis" }));
  });
  drawing.append(svg("text", { x: left, y: top - 10, class: "axis" }, "all findings"));
  const numbers = [];
  cargos.forEach((cargo, row) => {
    const y = top + row * step;
    const found = byCargo.get(cargo);
    const total = effectsOf(found);
    drawing.append(svg("line", { x1: 0, x2: width - 70, y1: y + step - 1.5, y2: y + step - 1.5, class: "rule" }));
    drawing.append(label(cargo, left - 14, { x: left - 10, y: y + 15, "text-anchor": "end", class: "name" }));
    const long = ((bar - 28) * found.length) / most;
    drawing.append(clickable(svg("g", {}, svg("title", {}, `${cargo}: ${inWords(total)}`), split(left, y + 4, long, step - 10, total, found.length),
      svg("text", { x: left + long + 5, y: y + 15, class: "count" }, String(found.length))), `${cargo}, all: ${inWords(total)}`, () => showOnly({ q: `"${cargo}"` })));
    const line = [cargo, inWords(total)];
    cancers.forEach((cancer, column) => {
      const here = found.filter((finding) => cancersOf(finding).includes(cancer));
      const effects = effectsOf(here);
      line.push(here.length ? inWords(effects) : "");
      if (!here.length) return;
      const x = left + bar + 16 + column * cell;
      const said = `${cargo}, ${cancer === "none" ? "no cancer named" : cancer}: ${inWords(effects)}`;
      drawing.append(clickable(svg("g", { class: "cell" }, svg("title", {}, said), split(x + 2, y + 2, cell - 4, step - 6, effects, here.length),
        svg("rect", { x: x + 10, y: y + 4, width: cell - 20, height: step - 10, rx: 5, class: "plate" }),
        svg("text", { x: x + cell / 2, y: y + 15, "text-anchor": "middle", class: "count" }, String(here.length))),
      said, () => showOnly({ q: `"${cargo}"`, cancer })));
    });
    numbers.push(line);
  });
  const out = [byCargo.size > cargos.length && `${byCargo.size - cargos.length} of ${byCargo.size} cargos`,
    allCancers.size > cancers.length && `${allCancers.size - cancers.length} of ${allCancers.size} cancers`].filter(Boolean);
  return figure("heat", "Cargo by cancer and direction",
    `Each number counts findings; colour tells which way they point. ${plural(byCargo.size, "cargo", "cargos")} in ${plural(allCancers.size, "cancer")}. A click shows the findings.`,
    legend(EFFECT_ORDER), drawing, out.length ? `Left out, as they have fewer findings: ${out.join(" and ")}.` : null,
    numbersTable(["Cargo", "All", ...cancers.map((name) => (name === "none" ? "none named" : name))], numbers));
}

function grouped(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(item);
  }
  return groups;
}
