// The table of findings: a page of rows at a time, each of which opens to its evidence.

const MOST_PRINTED = 300;

let ROWS = [];
let printing = false;

// What a curator should know of a finding at a glance, in words.
function notesOf(finding) {
  const notes = [];
  if (finding.status) notes.push([STATUSES[finding.status] || finding.status, finding.status === "rejected" ? "bad" : "good"]);
  if (finding.conflict) notes.push([["direct", "contextual"].includes(finding.conflict_kind) ? `${finding.conflict_kind} conflict` : "conflict", "warn"]);
  if (finding.n_retracted) notes.push(["retracted", "bad"]);
  if (finding.hedged) notes.push(["hedged", ""]);
  if (finding.vesicular === false) notes.push(["not vesicular", ""]);
  if (finding.known_pair?.length) notes.push([`pair in ${finding.known_pair.join(", ")}`, ""]);
  if (finding.known_cargo?.length) notes.push([`cargo in ${finding.known_cargo.join(", ")}`, ""]);
  return notes;
}

function named(name, id, direction) {
  if (!name && !id) return [];
  return [directed(name || id, direction), STATE.ids ? h("span", { class: "id" }, id || "no id") : null];
}

const CELLS = {
  cargo: (f) => named(f.cargo_name, f.cargo_id, null),
  type: (f) => [f.cargo_type],
  target: (f) => named(f.target_name, f.target_id, f.target_direction),
  pathway: (f) => named(f.pathway_name, f.pathway_id, f.pathway_direction),
  effect: (f) => [effectTag(f.effect)],
  cancer: (f) => [f.labels.join(", ")],
  kind: (f) => [(f.finding_type || []).map(spaced).join(", ")],
  papers: (f) => [f.n_documents],
  mentions: (f) => [f.n_mentions],
  belief: (f) => [f.belief === null ? "" : confidence(f.belief)],
  notes: (f) => notesOf(f).map(([text, tone]) => h("span", { class: `badge ${tone}` }, text)),
};

function headRow() {
  return h("tr", { role: "row" }, h("th", { role: "columnheader", scope: "col", class: "open" }, h("span", { class: "hidden" }, "Evidence")),
    COLUMNS.map((column) => {
      const on = STATE.sort === column.name;
      return h("th", {
        role: "columnheader", scope: "col", class: column.number && column.name !== "notes" ? `num ${column.name}` : column.name,
        "aria-sort": on ? (STATE.down ? "descending" : "ascending") : "none",
      }, h("button", { type: "button", "data-sort": column.name, onclick: () => sortBy(column) }, column.title,
        h("span", { class: "order", "aria-hidden": "true" }, on ? (STATE.down ? "▾" : "▴") : "")));
    }));
}

// One click sorts, a second the other way, a third back to the order of the findings table.
function sortBy(column) {
  const first = Boolean(column.number);
  if (STATE.sort !== column.name) Object.assign(STATE, { sort: column.name, down: first });
  else if (STATE.down === first) STATE.down = !first;
  else Object.assign(STATE, { sort: "", down: false });
  STATE.page = 1;
  refresh();
  byId("findings").querySelector(`[data-sort="${column.name}"]`).focus();
}

function findingRows(finding, open) {
  const id = `detail-${finding.finding_id}`;
  const toggle = h("button", {
    type: "button", class: "toggle-row", "aria-expanded": open, "aria-controls": id, "data-id": finding.finding_id,
    "aria-label": `Evidence for ${titleOf(finding)}`,
  }, h("span", { "aria-hidden": "true" }, "›"));
  const row = h("tr", { role: "row", class: `finding ${open ? "is-open" : ""} ${finding.status || ""}`, "data-id": finding.finding_id },
    h("td", { role: "cell", class: "open" }, toggle),
    COLUMNS.map((column) => {
      const content = CELLS[column.name](finding);
      const shown = content.some((item) => item !== null && item !== "");
      return h("td", {
        role: "cell", class: `${column.name} ${column.number && column.name !== "notes" ? "num" : ""} ${shown ? "" : "blank"}`,
        "data-label": column.title,
      }, content);
    }));
  const under = h("tr", { role: "row", class: "under", id, hidden: !open }, h("td", { role: "cell", colspan: COLUMNS.length + 1 }, open ? detail(finding) : null));
  return [row, under];
}

function setOpen(row, open) {
  const finding = FINDING.get(row.dataset.id);
  const under = row.nextElementSibling;
  row.classList.toggle("is-open", open);
  row.querySelector(".toggle-row").setAttribute("aria-expanded", open);
  under.hidden = !open;
  under.firstElementChild.replaceChildren(...(open ? [detail(finding)] : []));
  if (open) STATE.open.add(finding.finding_id);
  else STATE.open.delete(finding.finding_id);
  keepAddress();
  highlightSearch();
}

function showTable() {
  const pages = Math.max(1, Math.ceil(ROWS.length / STATE.size));
  STATE.page = Math.min(STATE.page, pages);
  const from = printing ? 0 : (STATE.page - 1) * STATE.size;
  const rows = ROWS.slice(from, printing ? MOST_PRINTED : from + STATE.size);
  const table = h("table", { role: "table", class: STATE.ids ? "with-ids" : "", "aria-label": "Findings" },
    h("thead", { role: "rowgroup" }, headRow()),
    h("tbody", { role: "rowgroup" }, rows.flatMap((finding) => findingRows(finding, printing || STATE.open.has(finding.finding_id)))));
  const empty = FINDINGS.length
    ? h("p", { class: "empty" }, "No finding passes these filters. ", h("button", { type: "button", onclick: () => { clearFilters(); refresh(); } }, "Clear them"))
    : h("p", { class: "empty" }, "This run found nothing.");
  const cut = printing && ROWS.length > MOST_PRINTED
    ? h("p", { class: "cut" }, `The first ${MOST_PRINTED} of ${plural(ROWS.length, "finding")} are printed; narrow the filters for the others, or export them as CSV.`)
    : null;
  byId("findings").replaceChildren(...(rows.length ? [table, cut].filter(Boolean) : [empty]));
  showPager(pages, from, rows.length);
  highlightSearch();
}

function showPager(pages, from, count) {
  const move = (page, label, text, off) => h("button", {
    type: "button", "aria-label": label, disabled: off, "data-page": label,
    onclick: () => {
      STATE.page = page;
      showTable();
      keepAddress();
      byId("findings").focus({ preventScroll: true });
      byId("bar").scrollIntoView({ block: "start" });
    },
  }, text);
  const size = h("select", { "aria-label": "Findings a page", onchange: (event) => {
    STATE.size = Number(event.target.value);
    STATE.page = 1;
    showTable();
    keepAddress();
  } }, SIZES.map((number) => h("option", { value: number, selected: number === STATE.size }, `${number} a page`)));
  byId("pager").hidden = ROWS.length <= SIZES[0];
  byId("pager").replaceChildren(
    move(1, "First page", "«", STATE.page === 1), move(STATE.page - 1, "Previous page", "‹", STATE.page === 1),
    h("span", {}, `${(from + 1).toLocaleString("en")}–${(from + count).toLocaleString("en")} of ${ROWS.length.toLocaleString("en")}`),
    move(STATE.page + 1, "Next page", "›", STATE.page === pages), move(pages, "Last page", "»", STATE.page === pages), size,
  );
}

// Clicks and keys on the rows, listened for once for all of them.
function listenTable() {
  const box = byId("findings");
  box.addEventListener("click", (event) => {
    const row = event.target.closest("tr.finding");
    if (!row || event.target.closest("a, mark") || String(getSelection())) return;
    setOpen(row, !row.classList.contains("is-open"));
  });
  box.addEventListener("keydown", (event) => {
    if (!event.target.matches(".toggle-row")) return;
    const toggles = [...box.querySelectorAll(".toggle-row")];
    const at = toggles.indexOf(event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: toggles.length - 1 }[event.key];
    if (to === undefined || !toggles[to]) return;
    event.preventDefault();
    toggles[to].focus();
  });
}

// Opens a finding wherever it is: on its page if it passes the filters, else without them.
function reveal(id) {
  STATE.open.add(id);
  STATE.view = "findings";
  if (!ROWS.some((finding) => finding.finding_id === id)) clearFilters();
  refresh();
  STATE.page = Math.floor(ROWS.findIndex((finding) => finding.finding_id === id) / STATE.size) + 1;
  showTable();
  keepAddress();
  const toggle = byId("findings").querySelector(`.toggle-row[data-id="${CSS.escape(id)}"]`);
  toggle.focus();
  toggle.scrollIntoView({ block: "center" });
}

// The words of the search where they stand, in browsers that can paint text without changing it.
function highlightSearch() {
  if (!window.Highlight || !CSS.highlights) return;
  const wanted = terms(STATE.q);
  const ranges = [];
  const walker = document.createTreeWalker(byId("findings"), NodeFilter.SHOW_TEXT);
  while (wanted.length && walker.nextNode() && ranges.length < 2000) {
    const text = walker.currentNode.data.toLowerCase();
    if (text.length !== walker.currentNode.data.length || walker.currentNode.parentElement.closest("thead")) continue;
    for (const term of wanted) {
      for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + term.length)) {
        const range = new Range();
        range.setStart(walker.currentNode, at);
        range.setEnd(walker.currentNode, at + term.length);
        ranges.push(range);
      }
    }
  }
  CSS.highlights.set("found", new Highlight(...ranges));
}
