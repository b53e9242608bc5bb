// Putting it together: what is asked for is worked out and shown.

let pictured = null;

function refresh() {
  const { rows, counts } = filtered(STATE);
  ROWS = sorted(rows, STATE.sort, STATE.down);
  const all = FINDINGS.length;
  byId("count").textContent = rows.length === all ? plural(all, "finding") : `${rows.length.toLocaleString("en")} of ${plural(all, "finding")}`;
  byId("ids").checked = STATE.ids;
  byId("export").disabled = !rows.length;
  showFacets(counts);
  showTable();
  showView();
  keepAddress();
}

const refreshSoon = debounce(50, () => {
  STATE.page = 1;
  refresh();
});

function showView() {
  for (const view of VIEWS) {
    const on = STATE.view === view;
    byId(`view-${view}`).hidden = !on;
    byId(`tab-${view}`).setAttribute("aria-selected", on);
    byId(`tab-${view}`).tabIndex = on ? 0 : -1;
  }
  document.body.dataset.view = STATE.view;
  if (STATE.view === "pictures" && pictured !== ROWS) {
    pictured = ROWS;
    showPictures();
  }
}

function listenTabs() {
  const go = (view) => {
    STATE.view = view;
    showView();
    keepAddress();
  };
  for (const view of VIEWS) byId(`tab-${view}`).addEventListener("click", () => go(view));
  byId("tabs").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const view = VIEWS[(VIEWS.indexOf(STATE.view) + step + VIEWS.length) % VIEWS.length];
    go(view);
    byId(`tab-${view}`).focus();
  });
}

function showAbout() {
  const { about } = DATA;
  const documents = about.counts.documents ?? DATA.documents.length;
  const parts = [about.folder, plural(FINDINGS.length, "finding"), plural(documents, "paper") + (about.counts.documents === undefined ? "" : " read"),
    plural(DATA.evidence.length, "reading")];
  if (about.models.length) parts.push(`${about.models.length > 1 ? "models" : "model"} ${about.models.join(", ")}`);
  if (about.date) parts.push(`run of ${about.date.slice(0, 10)}`);
  byId("about").append(...parts.map((part) => h("span", {}, part)));
}

function showGuide() {
  const { about } = DATA;
  const facts = [["Folder", about.folder], ["Run", about.date], ["Model", about.models.join(", ")], ["Least confidence kept", about.settings.min_confidence],
    ["Vesicular cargo only", about.settings.vesicular_only === undefined ? null : about.settings.vesicular_only ? "yes" : "no"],
    ...Object.entries(about.counts).map(([name, count]) => [`Count of ${name}`, count]), ...Object.entries(about.versions)];
  const text = (...parts) => h("p", {}, ...parts);
  const key = (name, words) => h("li", {}, h("kbd", {}, name), " ", words);
  byId("view-guide").append(
    h("h2", {}, "What a row says"),
    text("A row is one finding: a cargo, at most one target and one pathway, and one effect on how tumour cells answer to radiation, over all papers."),
    h("ul", {}, EFFECT_ORDER.map((effect) => h("li", {}, effectTag(effect))),
      h("li", {}, h("span", { class: "arrow increases" }, "↑"), " the cargo raises it; ", h("span", { class: "arrow decreases" }, "↓"), " the cargo lowers it")),
    h("h2", {}, "Belief and confidence"), text(BELIEF),
    text("Confidence is for one reading in one paper: the probability that the row is right. The two are shown apart, since one sentence may be clear and the claim still rest on it alone."),
    h("h2", {}, "Roles in the evidence"),
    h("p", { class: "roles" }, ROLES.map((role) => h("mark", { class: `role ${role}` }, "words of the paper", h("span", { class: "tag" }, role)))),
    text("The effect is worked out from what was done to the cargo and what was then seen: a cargo taken away that makes tumours more sensitive makes them more resistant."),
    h("h2", {}, "Conflicts"),
    text("Findings conflict if papers state other effects of the same cargo, or opposite directions for the same target or pathway. Both are kept. A conflict is direct if nothing stated tells the papers apart, contextual if their setting does, such as another cancer."),
    h("h2", {}, "Search and keys"),
    text("All words of a search must occur in the names, ids, paper titles or sentences of a finding; a phrase stands in quotes. Values ticked in one filter are alternatives, filters add up. The address keeps the view: bookmark it or pass it on with the file."),
    h("ul", { class: "keys" }, key("/", "goes to the search"), key("Esc", "empties it"), key("Tab", "goes on"), key("Enter", "or Space opens a row"), key("↑ ↓", "go from row to row")),
    h("h2", {}, "This run"),
    h("dl", { class: "facts" }, facts.filter(([, value]) => value !== null && value !== undefined && value !== "").map(([name, value]) => pair(name, String(value)))),
  );
}

function listenPage() {
  const search = byId("search");
  search.addEventListener("input", () => {
    STATE.q = search.value;
    refreshSoon();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.closest("input, select, textarea") && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
    } else if (event.key === "Escape" && event.target === search && search.value) {
      search.value = STATE.q = "";
      refresh();
    }
  });
  byId("ids").addEventListener("change", (event) => {
    STATE.ids = event.target.checked;
    showTable();
    keepAddress();
  });
  byId("export").addEventListener("click", () => download("findings.csv", csv(ROWS)));
  // The skip link's target is no part of the view, so the address is left as it is.
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId("findings").querySelector(".toggle-row")?.focus();
  });
  window.addEventListener("hashchange", readAddress);
  window.addEventListener("beforeprint", () => { printing = true; showTable(); });
  window.addEventListener("afterprint", () => { printing = false; showTable(); });
}

function readAddress() {
  Object.assign(STATE, fromAddress(location.hash.slice(1)));
  byId("search").value = STATE.q;
  refresh();
}

showAbout();
showGuide();
buildFacets();
listenTabs();
listenTable();
listenPage();
if (matchMedia("(max-width: 1000px)").matches) byId("filters").open = false;
readAddress();
setTimeout(prepareSearch, 50);
