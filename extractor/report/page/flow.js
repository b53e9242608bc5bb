// The graph from cargo over target and pathway to effect.

function flowFigure(rows) {
  const findings = strongest(rows, STATE.flow);
  const graph = network(findings);
  const size = h("label", { class: "choose" }, "Strongest ", h("select", { "aria-label": "How many findings the graph shows", onchange: (event) => {
    STATE.flow = Number(event.target.value);
    byId("flow").replaceWith(flowFigure(ROWS));
    keepAddress();
    byId("flow").querySelector("select").focus();
  } }, FLOW_SIZES.map((number) => h("option", { value: number, selected: number === STATE.flow }, number))), " findings");
  const left = rows.length - findings.length;
  const text = "Each band is a finding or several; its width counts papers, its colour is the effect on the tumour. " +
    "An arrowhead raises, a bar lowers what it points to. Point at a name to follow its bands; a click shows its findings.";
  return figure("flow", "From cargo to effect", text, h("div", { class: "controls" }, legend(EFFECT_ORDER), size),
    findings.length ? drawFlow(graph) : h("p", { class: "none" }, "No finding links a named cargo to anything."),
    left > 0 ? `Left out: ${plural(left, "finding")} with fewer papers, less belief, no named cargo, or nothing that the cargo is linked to.` : null,
    numbersTable(["Cargo", "Target", "Pathway", "Effect", "Papers", "Belief"], findings.map((f) => [f.cargo_name,
      f.target_name ? `${DIRECTIONS[f.target_direction] || ""} ${f.target_name}` : "", f.pathway_name ? `${DIRECTIONS[f.pathway_direction] || ""} ${f.pathway_name}` : "",
      effectOf(f.effect).word, f.n_documents, (f.belief || 0).toFixed(2)])));
}

// The mark at the end of a band: an arrowhead where it raises, a bar where it lowers.
function ending(edge, half) {
  const [x, y] = [edge.to.x - 2, edge.y1];
  const reach = Math.max(4, half);
  const name = effectOf(edge.effect).name;
  if (edge.direction === "increases") return svg("path", { d: `M${x - 7},${y - reach}L${x},${y}L${x - 7},${y + reach}Z`, class: `fill-${name}` });
  if (edge.direction === "decreases") return svg("rect", { x: x - 3, y: y - reach, width: 3, height: reach * 2, class: `fill-${name}` });
  return null;
}

function drawFlow(graph) {
  const width = 1040, top = 34;
  const { height, unit } = place(graph, width);
  const drawing = svg("svg", { width, height: height + top + 12, viewBox: `0 0 ${width} ${height + top + 12}`, role: "group", class: "flow", "aria-label": "Cargo, target, pathway and effect, with the findings that link them" });
  LAYERS.forEach((title, layer) => {
    const first = graph.nodes.find((node) => node.layer === layer);
    if (first) drawing.append(svg("text", { x: layer ? first.x : first.x + 8, y: 14, class: "axis", "text-anchor": layer ? "start" : "end" }, title));
  });
  const body = svg("g", { transform: `translate(0 ${top - 8})` });
  const bands = new Map();
  for (const edge of [...graph.edges].sort((a, b) => b.weight - a.weight)) {
    const x0 = edge.from.x + edge.from.width, x1 = edge.to.x - (edge.direction === "effect" ? 0 : 8);
    const bend = (x1 - x0) / 2;
    const band = svg("g", { class: "band" }, svg("title", {}, edge.findings.slice(0, 8).map(titleOf).join("\n")),
      svg("path", { d: `M${x0},${edge.y0}C${x0 + bend},${edge.y0} ${x1 - bend},${edge.y1} ${x1},${edge.y1}`, class: `line-${effectOf(edge.effect).name}`, "stroke-width": edge.weight * unit - 1 }),
      ending(edge, (edge.weight * unit) / 2 + 1.5));
    bands.set(edge, band);
    body.append(band);
  }
  for (const node of graph.nodes) body.append(flowNode(node, graph, bands, drawing));
  drawing.append(body);
  return drawing;
}

function flowNode(node, graph, bands, drawing) {
  const effect = node.layer === 3;
  const name = effect ? effectOf(node.name).word : node.name;
  const findings = new Set([...node.before, ...node.after].flatMap((edge) => edge.findings));
  const text = node.layer === 0
    ? label(name, 138, { x: node.x - 7, y: node.y + node.height / 2 + 4, "text-anchor": "end", class: "name" })
    : label(effect ? `${effectOf(node.name).sign} ${name}` : name, effect ? 112 : 150, { x: node.x + 14, y: node.y + node.height / 2 + 4, class: "name halo" });
  const group = svg("g", { class: "node" }, svg("rect", { x: node.x, y: node.y, width: node.width, height: node.height, rx: 2, class: effect ? `fill-${effectOf(node.name).name}` : "stem" }), text);
  const follow = (on) => {
    drawing.classList.toggle("following", on);
    for (const [edge, band] of bands) band.classList.toggle("on", on && edge.findings.some((finding) => findings.has(finding)));
  };
  for (const [event, on] of [["mouseenter", true], ["mouseleave", false], ["focus", true], ["blur", false]]) group.addEventListener(event, () => follow(on));
  return clickable(group, `${LAYERS[node.layer]} ${name}, ${plural(findings.size, "finding")}`,
    () => showOnly(effect ? { effect: node.name } : { q: `"${node.name}"` }));
}
