// Which findings are shown, and in which order.

// A facet: its name in the address, its heading, the values of a finding in it, their order and their words.
const byDirection = (value) => [value || "none"];
const DIRECTION_WORDS = { increases: "raised ↑", decreases: "lowered ↓", unspecified: "not said how", none: "none named" };
const FACETS = [
  { name: "effect", title: "Effect on the tumour", of: (f) => [f.effect], order: EFFECT_ORDER,
    word: (value) => effectOf(value).word, sign: (value) => effectOf(value) },
  { name: "type", title: "Cargo type", of: (f) => [f.cargo_type], order: CARGO_TYPES, word: String },
  { name: "cancer", title: "Cancer", of: (f) => (f.labels.length ? f.labels : ["none"]), long: true,
    word: (value) => (value === "none" ? "none named" : value) },
  { name: "target", title: "Target", of: (f) => byDirection(f.target_name && (f.target_direction || "unspecified")),
    order: Object.keys(DIRECTION_WORDS), word: (value) => DIRECTION_WORDS[value] || value },
  { name: "pathway", title: "Pathway", of: (f) => byDirection(f.pathway_name && (f.pathway_direction || "unspecified")),
    order: Object.keys(DIRECTION_WORDS), word: (value) => DIRECTION_WORDS[value] || value },
  { name: "conflict", title: "Conflict", of: (f) => [conflictOf(f)], order: Object.keys(CONFLICTS),
    word: (value) => CONFLICTS[value] || value },
  { name: "vesicular", title: "In vesicles", of: (f) => [f.vesicular ? "yes" : "no"], order: ["yes", "no"],
    word: (value) => (value === "yes" ? "said to be" : "not said to be") },
  { name: "kind", title: "Kind of finding", of: (f) => (f.finding_type?.length ? f.finding_type : ["none"]),
    word: spaced },
  { name: "status", title: "Curation", of: (f) => [f.status || "none"], order: Object.keys(STATUSES),
    word: (value) => STATUSES[value] || value },
];

// Values are looked up once: a filter then compares what stands in a table.
for (const facet of FACETS) facet.values = FINDINGS.map(facet.of);

// The words of a search, all of which must occur; a phrase stands in quotes.
function terms(query) {
  return [...folded(query).matchAll(/"([^"]+)"|([^\s"]+)/g)].map((match) => match[1] || match[2]);
}

// The findings that pass every filter, and for each facet how many would pass if it were left open.
function filtered(state) {
  const wanted = terms(state.q);
  const chosen = FACETS.map((facet) => state[facet.name]);
  const counts = FACETS.map(() => new Map());
  const rows = [];
  for (const finding of FINDINGS) {
    if (finding.belief < state.belief) continue;
    let missed = -1;
    let passes = true;
    for (let at = 0; at < FACETS.length && passes; at += 1) {
      if (!chosen[at].size || FACETS[at].values[finding.order].some((value) => chosen[at].has(value))) continue;
      if (missed >= 0) passes = false;
      missed = at;
    }
    if (!passes) continue;
    if (wanted.length) {
      const text = haystack(finding);
      if (!wanted.every((term) => text.includes(term))) continue;
    }
    if (missed < 0) rows.push(finding);
    for (let at = 0; at < FACETS.length; at += 1) {
      if (missed >= 0 && missed !== at) continue;
      for (const value of FACETS[at].values[finding.order]) counts[at].set(value, (counts[at].get(value) || 0) + 1);
    }
  }
  return { rows, counts };
}

// Columns of the table: heading, what is sorted by (text, or a number), whether the first click sorts downwards.
const rank = (order, value) => (order.indexOf(value) + 1 || order.length + 1);
const COLUMNS = [
  { name: "cargo", title: "Cargo", key: (f) => f.cargo_name },
  { name: "type", title: "Type", key: (f) => rank(CARGO_TYPES, f.cargo_type) },
  { name: "target", title: "Target", key: (f) => f.target_name },
  { name: "pathway", title: "Pathway", key: (f) => f.pathway_name },
  { name: "effect", title: "Effect on tumour", key: (f) => rank(EFFECT_ORDER, f.effect) },
  { name: "cancer", title: "Cancer", key: (f) => f.labels.join("; ") || null },
  { name: "kind", title: "Kind", key: (f) => (f.finding_type || []).join("; ") || null },
  { name: "papers", title: "Papers", key: (f) => f.n_documents, number: true },
  { name: "mentions", title: "Mentions", key: (f) => f.n_mentions, number: true },
  { name: "belief", title: "Belief", key: (f) => f.belief, number: true },
  { name: "notes", title: "Notes", key: (f) => notesOf(f).length, number: true },
];

// Equal keys stay in the order of the findings table; what has no key comes last either way.
function sorted(rows, name, down) {
  const column = COLUMNS.find((item) => item.name === name);
  if (!column) return rows;
  const keyed = rows.map((finding) => [column.key(finding), finding]);
  const sense = down ? -1 : 1;
  keyed.sort(([a, first], [b, second]) => {
    const none = (a === null || a === undefined) - (b === null || b === undefined);
    if (none) return none;
    const by = typeof a === "string" ? compareText(a, b) : a - b;
    return by * sense || first.order - second.order;
  });
  return keyed.map(([, finding]) => finding);
}
