// Evidence over the years: each finding in each paper counts once, in the year of the paper.

function yearsFigure(rows) {
  const years = new Map();
  let unknown = 0;
  for (const finding of rows) {
    for (const id of new Set(finding.documents || [])) {
      const year = DOCUMENT.get(id)?.year;
      if (!Number.isInteger(year)) {
        unknown += 1;
        continue;
      }
      if (!years.has(year)) years.set(year, []);
      years.get(year).push(finding);
    }
  }
  const note = unknown ? `Left out: ${plural(unknown, "finding in a paper", "findings in papers")} of unknown year.` : null;
  const title = "Evidence over the years";
  if (!years.size) return figure("years", title, "No paper behind these findings has a known year.", null, null, note, null);
  // A year far off, such as a misread one, must not stretch the axis.
  const last = Math.max(...years.keys());
  const first = Math.max(Math.min(...years.keys()), last - 39);
  const early = [...years].filter(([year]) => year < first).reduce((sum, [, found]) => sum + found.length, 0);
  const most = Math.max(...[...years].filter(([year]) => year >= first).map(([, found]) => found.length));
  const column = 34, tall = 180, left = 44, top = 18;
  const width = left + (last - first + 1) * column + 12, height = top + tall + 34;
  const drawing = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `Findings in papers by year, ${first} to ${last}; the most, ${most}, in ${[...years].find(([, found]) => found.length === most)[0]}` });
  for (const tick of ticks(most)) {
    const y = top + tall - (tall * tick) / most;
    drawing.append(svg("line", { x1: left - 4, x2: width - 8, y1: y, y2: y, class: "rule" }), svg("text", { x: left - 9, y: y + 4, "text-anchor": "end", class: "axis" }, String(tick)));
  }
  const numbers = [];
  for (let year = first; year <= last; year += 1) {
    const found = years.get(year) || [];
    const effects = effectsOf(found);
    const x = left + (year - first) * column + 5;
    let y = top + tall;
    for (const [effect, count] of effects) {
      const part = (tall * count) / most;
      y -= part;
      if (count) drawing.append(svg("rect", { x, y, width: column - 10, height: Math.max(part - 1, 1), class: `fill-${EFFECTS[effect].name}` }, svg("title", {}, `${year}: ${count} ${EFFECTS[effect].word}`)));
    }
    if (found.length) drawing.append(svg("text", { x: x + (column - 10) / 2, y: y - 4, "text-anchor": "middle", class: "count" }, String(found.length)));
    drawing.append(svg("text", { x: x + (column - 10) / 2, y: top + tall + 16, "text-anchor": "middle", class: "axis" }, `${year}`));
    numbers.push([String(year), ...effects.map(([, count]) => count), found.length]);
  }
  return figure("years", title, "Each finding counts once in each paper that reports it, in the paper's year.", legend(EFFECT_ORDER), drawing,
    [early && `Left out: ${plural(early, "finding")} in papers before ${first}.`, note].filter(Boolean).join(" ") || null,
    numbersTable(["Year", ...EFFECT_ORDER.map((effect) => EFFECTS[effect].word), "All"], numbers));
}

// Some round numbers from nothing to the most.
function ticks(most) {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  const step = [1, 2, 5, 10].map((times) => (times * power) / 5).find((size) => size >= 1 && most / size <= 5) || power;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, at) => at * step);
}
