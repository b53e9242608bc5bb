// What is behind a finding: its sentences with their roles in colour, and the papers that they stand in.

const MOST_EVIDENCE = 30;

// A sentence with its roles marked as displaCy marks entities: the text, then its label.
function marked(text, marks) {
  const points = Array.from(text);
  const piece = (from, to) => points.slice(from, to).join("");
  const nodes = [];
  let at = 0;
  for (const [start, end, role] of marks) {
    nodes.push(piece(at, start));
    nodes.push(h("mark", { class: `role ${role.split(" + ")[0]}` }, piece(start, end), h("span", { class: "tag" }, role)));
    at = end;
  }
  nodes.push(piece(at));
  return nodes;
}

function links(paper) {
  const found = [];
  if (/^\d+$/.test(paper.pmid || "")) found.push(anchor(`https://pubmed.ncbi.nlm.nih.gov/${paper.pmid}/`, `PMID ${paper.pmid}`));
  if (/^PMC\d+$/.test(paper.pmcid || "")) found.push(anchor(`https://pmc.ncbi.nlm.nih.gov/articles/${paper.pmcid}/`, paper.pmcid));
  if (/^10\.\d+\/\S+$/.test(paper.doi || "")) {
    found.push(anchor("https://doi.org/" + encodeURI(paper.doi).replace(/[?#]/g, encodeURIComponent), `doi:${paper.doi}`));
  }
  return found;
}

function paperHead(id) {
  const paper = DOCUMENT.get(id) || { doc_id: id };
  const kinds = (paper.publication_types || []).filter((kind) => !/^Journal Article$/i.test(kind));
  const meta = [paper.year, ...links(paper)].filter(Boolean);
  if (paper.title) meta.push(h("span", { class: "doc" }, id));
  return h(
    "header", { class: "paper" },
    h("h3", {}, paper.title || id),
    h("p", {}, meta.map((item) => h("span", {}, item)),
      kinds.map((kind) => h("span", { class: /retract/i.test(kind) ? "badge bad" : "badge" }, kind))),
  );
}

function pair(name, ...value) {
  return h("div", {}, h("dt", {}, name), h("dd", {}, ...value));
}

// What the sentence reports was done and seen, from which the sign of the effect follows.
function experiment(row) {
  if (!row.manipulation && !row.observed) return null;
  const done = row.manipulation ? `cargo ${MANIPULATIONS[row.manipulation] || spaced(row.manipulation)}` : "manipulation not stated";
  return pair("Done × seen", done, " × ", row.observed ? `tumour ${spaced(row.observed)}` : "not stated", " ⇒ ", effectTag(row.effect));
}

function confidence(value) {
  return h("span", { class: "score" }, value.toFixed(2), h("span", { class: "gauge", "aria-hidden": "true" }, meter(value)));
}

function meter(value) {
  const width = Math.max(0, Math.min(1, value)) * 36;
  return svg("svg", { width: 36, height: 6, viewBox: "0 0 36 6" },
    svg("rect", { width: 36, height: 6, rx: 3, class: "rail" }), svg("rect", { width, height: 6, rx: 3, class: "level" }));
}

function evidenceItem(row) {
  const pages = [...new Set(row.told.map(([number]) => DATA.sentences[number][1]).filter((page) => page !== null))];
  const told = row.told.map(([number, marks]) => h("p", {}, marked(DATA.sentences[number][0], marks)));
  const seen = new Set(row.told.flatMap(([, marks]) => marks.flatMap((mark) => mark[2].split(" + "))));
  const outside = ROLES.filter((role) => row[role] && !seen.has(role)).map((role) => pair(spaced(role), row[role]));
  const status = [row.hedged && "hedged", row.negated && "negated", row.vesicular === false && "not said to be in vesicles"];
  return h(
    "li", { class: "evidence" },
    h("blockquote", {}, told.length ? told : h("p", { class: "none" }, "No sentence is kept for this reading.")),
    h("dl", {},
      row.confidence === undefined ? null : pair("Confidence", confidence(row.confidence)),
      row.section ? pair("Section", row.section) : null,
      pages.length ? pair(pages.length > 1 ? "Pages" : "Page", pages.join(", ")) : null,
      experiment(row),
      row.radiation_changes_cargo ? pair("Radiation", `${row.radiation_changes_cargo} the cargo`) : null,
      row.cancer_id ? pair("Cancer id", curie(row.cancer_id)) : null,
      outside,
      status.some(Boolean) ? pair("Note", status.filter(Boolean).join(", ")) : null,
      row.model ? pair("Model", row.model) : null,
    ),
  );
}

function slot(name, text, id, direction, more) {
  if (!text && !id) return null;
  return pair(name, directed(text, direction), more ? ` (${more})` : null, " ", id ? curie(id) : h("span", { class: "curie none" }, "no id"));
}

// All that is known of a finding, for the row that opens under it.
function detail(finding) {
  const rows = evidenceOf(finding);
  const papers = new Map();
  for (const id of finding.documents || []) papers.set(id, []);
  for (const row of rows.slice(0, MOST_EVIDENCE)) {
    if (!papers.has(row.doc_id)) papers.set(row.doc_id, []);
    papers.get(row.doc_id).push(row);
  }
  const absent = (finding.evidence_ids || []).length - rows.length;
  const shown = [...papers].slice(0, MOST_EVIDENCE);
  const left = Math.max(rows.length - MOST_EVIDENCE, papers.size - MOST_EVIDENCE, 0);
  return h(
    "div", { class: "detail" },
    h("dl", { class: "slots" },
      slot("Cargo", finding.cargo_name, finding.cargo_id, null, [finding.cargo_type, finding.cargo_arm && `${finding.cargo_arm} arm`].filter(Boolean).join(", ")),
      slot("Target", finding.target_name, finding.target_id, finding.target_direction),
      slot("Pathway", finding.pathway_name, finding.pathway_id, finding.pathway_direction),
      pair("Papers", counted(finding)),
      finding.finding_type?.length ? pair("Kind", finding.finding_type.map(spaced).join(", ")) : null,
      pair("Finding", h("code", {}, finding.finding_id)),
    ),
    conflictNote(finding),
    refinements(finding),
    shown.map(([id, told]) => h("article", {}, paperHead(id), told.length ? h("ol", {}, told.map(evidenceItem)) : null)),
    left ? h("p", { class: "none" }, `and ${plural(left, "more")}, left out here; the files of the run hold all`) : null,
    absent > 0 ? h("p", { class: "none" }, `${plural(absent, "reading")} behind this finding ${absent === 1 ? "is" : "are"} not in this folder` +
      (DATA.about.has_evidence ? "." : ", which holds no tuples.jsonl; run extract, or give its folder, to see the sentences.")) : null,
  );
}

function counted(finding) {
  const parts = [plural(finding.n_documents, "paper"), plural(finding.n_mentions, "mention")];
  if (Number.isInteger(finding.n_primary)) parts.push(`${finding.n_primary} primary`);
  if (finding.n_retracted) parts.push(`${finding.n_retracted} retracted`);
  return parts.join(", ");
}
