// The layers of the graph from cargo over target and pathway to effect, and where each name lies in its layer.

const LAYERS = ["cargo", "target", "pathway", "effect"];

// Findings with a say on more papers first, of these the more believed; those that link nothing come last.
function strongest(rows, most) {
  const links = (finding) => Boolean(finding.target_name) + Boolean(finding.pathway_name) + (finding.effect !== "not_stated");
  const worth = rows.filter((finding) => finding.cargo_name && links(finding));
  worth.sort((a, b) => b.n_documents - a.n_documents || (b.belief || 0) - (a.belief || 0) || links(b) - links(a) || a.order - b.order);
  return worth.slice(0, most);
}

// Nodes by layer and edges between them. An edge stands for all findings with its ends, direction and effect.
function network(findings) {
  const nodes = new Map();
  const edges = new Map();
  const node = (layer, id, name) => {
    const key = `${layer}\n${id || name}`;
    if (!nodes.has(key)) nodes.set(key, { key, layer, name, in: 0, out: 0, before: [], after: [] });
    return nodes.get(key);
  };
  for (const finding of findings) {
    const path = [node(0, (finding.cargo_id || "") + (finding.cargo_arm || "") + finding.cargo_name, finding.cargo_name)];
    const directions = [];
    for (const [layer, role] of [[1, "target"], [2, "pathway"]]) {
      const name = finding[`${role}_name`];
      if (!name) continue;
      path.push(node(layer, finding[`${role}_id`], name));
      directions.push(finding[`${role}_direction`] || "unspecified");
    }
    path.push(node(3, finding.effect, finding.effect));
    directions.push("effect");
    const weight = Math.max(1, finding.n_documents);
    for (let at = 0; at + 1 < path.length; at += 1) {
      const [from, to] = [path[at], path[at + 1]];
      const key = [from.key, to.key, directions[at], finding.effect].join("\n");
      if (!edges.has(key)) {
        const edge = { from, to, direction: directions[at], effect: finding.effect, weight: 0, findings: [] };
        edges.set(key, edge);
        from.after.push(edge);
        to.before.push(edge);
      }
      const edge = edges.get(key);
      edge.weight += weight;
      edge.findings.push(finding);
      from.out += weight;
      to.in += weight;
    }
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

// Places: in each layer names stand in the order that crosses least (barycentres, swept to and fro).
function place(graph, width) {
  const unit = 5, gap = 13, least = 9;
  const layers = LAYERS.map((_, layer) => graph.nodes.filter((node) => node.layer === layer));
  layers[3].sort((a, b) => rank(EFFECT_ORDER, a.name) - rank(EFFECT_ORDER, b.name));
  for (const node of graph.nodes) node.height = Math.max(least, Math.max(node.in, node.out) * unit);
  const tall = (layer) => layer.reduce((sum, node) => sum + node.height + gap, -gap);
  const height = Math.max(...layers.map((layer) => (layer.length ? tall(layer) : 0)), 60);
  const settle = (layer) => {
    const spare = height - tall(layer);
    const between = layer.length > 1 ? gap + Math.min(spare / (layer.length - 1), 40) : gap;
    let y = Math.max(0, (height - layer.reduce((sum, node) => sum + node.height + between, -between)) / 2);
    for (const node of layer) {
      node.y = y;
      y += node.height + between;
    }
  };
  const centre = (node) => node.y + node.height / 2;
  const mean = (node, edges, end) => {
    const all = edges.reduce((sum, edge) => sum + edge.weight, 0);
    return all ? edges.reduce((sum, edge) => sum + centre(edge[end]) * edge.weight, 0) / all : centre(node);
  };
  layers.forEach(settle);
  for (let sweep = 0; sweep < 10; sweep += 1) {
    const [order, edges, end] = sweep % 2 ? [[1, 2], "before", "from"] : [[2, 1, 0], "after", "to"];
    for (const at of order) {
      const at0 = new Map(layers[at].map((node) => [node, mean(node, node[edges], end)]));
      layers[at].sort((a, b) => at0.get(a) - at0.get(b) || compareText(a.name, b.name));
      settle(layers[at]);
    }
  }
  const left = 150, right = 120, bar = 8;
  for (const node of graph.nodes) {
    node.x = left + ((width - left - right - bar) * node.layer) / 3;
    node.width = bar;
  }
  // Where edges leave and arrive, stacked in the order of their other ends.
  for (const node of graph.nodes) {
    for (const [edges, end, start] of [["after", "to", "y0"], ["before", "from", "y1"]]) {
      const sum = edges === "after" ? node.out : node.in;
      let y = centre(node) - (sum * unit) / 2;
      for (const edge of [...node[edges]].sort((a, b) => centre(a[end]) - centre(b[end]))) {
        edge[start] = y + (edge.weight * unit) / 2;
        y += edge.weight * unit;
      }
    }
  }
  return { height, unit };
}
