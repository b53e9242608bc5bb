// The data that the page was made with, as objects, and what is looked up in it.

const DATA = JSON.parse(byId("data").textContent);

const FINDINGS = DATA.findings.map((row, order) => {
  const finding = { order };
  DATA.columns.forEach((name, at) => { finding[name] = row[at]; });
  finding.labels = [...new Set((finding.cancers || []).map((name) => DATA.cancers[name] || name))];
  return finding;
});
const FINDING = new Map(FINDINGS.map((finding) => [finding.finding_id, finding]));
const EVIDENCE = new Map(DATA.evidence.map((row) => [row.evidence_id, row]));
const DOCUMENT = new Map(DATA.documents.map((row) => [row.doc_id, row]));
const HAS_STATUS = FINDINGS.some((finding) => finding.status);

const REFINED_BY = new Map();
for (const finding of FINDINGS) {
  for (const id of finding.refines || []) {
    if (!REFINED_BY.has(id)) REFINED_BY.set(id, []);
    REFINED_BY.get(id).push(finding.finding_id);
  }
}

function evidenceOf(finding) {
  return (finding.evidence_ids || []).map((id) => EVIDENCE.get(id)).filter(Boolean);
}

// Text as it is searched: one case, one width, one hyphen, since papers write "miR‑34c" with several.
function folded(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[\u2010-\u2015\u2212]/g, "-");
}

const SENTENCES = [];
function sentence(number) {
  if (SENTENCES[number] === undefined) SENTENCES[number] = folded(DATA.sentences[number][0]);
  return SENTENCES[number];
}

// All that a search looks through for one finding, made when it is first asked for.
const HAYSTACKS = new Array(FINDINGS.length);
function haystack(finding) {
  if (HAYSTACKS[finding.order] === undefined) {
    const names = [
      finding.cargo_name, finding.cargo_id, finding.cargo_type, finding.target_name, finding.target_id,
      finding.pathway_name, finding.pathway_id, finding.finding_id, ...(finding.cancers || []), ...finding.labels,
    ];
    for (const id of finding.documents || []) {
      const { title, pmid, pmcid, doi } = DOCUMENT.get(id) || {};
      names.push(id, title, pmid, pmcid, doi);
    }
    const numbers = new Set();
    for (const row of evidenceOf(finding)) {
      names.push(row.cargo, row.target, row.pathway, row.cancer_id, row.source, row.recipient);
      for (const [number] of row.told) numbers.add(number);
    }
    const parts = [folded([...new Set(names.filter(Boolean))].join("\n"))];
    for (const number of numbers) parts.push(sentence(number));
    HAYSTACKS[finding.order] = parts.join("\n");
  }
  return HAYSTACKS[finding.order];
}

// Making the haystacks in idle time, so that the first key stroke in the search does not wait for all of them.
function prepareSearch(from = 0) {
  const until = performance.now() + 12;
  let at = from;
  while (at < FINDINGS.length && performance.now() < until) haystack(FINDINGS[at++]);
  if (at < FINDINGS.length) setTimeout(prepareSearch, 15, at);
}
