// What is asked of the page, kept in its address after the #, so that a view can be bookmarked and passed on.

const SIZES = [50, 100, 250];
const VIEWS = ["findings", "pictures", "guide"];
const FLOW_SIZES = [20, 40, 80];
const MOST_OPEN = 20;

function blank() {
  const state = { q: "", belief: 0, sort: "", down: false, page: 1, size: SIZES[0], view: VIEWS[0], ids: false, flow: FLOW_SIZES[0], open: new Set() };
  for (const facet of FACETS) state[facet.name] = new Set();
  return state;
}

const STATE = blank();

// An address may be mended by hand or come from another report: what it says wrongly is passed over.
function fromAddress(text) {
  const state = blank();
  const given = new URLSearchParams(text);
  state.q = given.get("q") || "";
  const belief = Number(given.get("belief"));
  if (belief >= 0 && belief <= 1) state.belief = belief;
  const sort = given.get("sort") || "";
  if (COLUMNS.some((column) => column.name === sort)) {
    state.sort = sort;
    state.down = given.get("order") === "down";
  }
  const page = Number(given.get("page"));
  if (Number.isInteger(page) && page > 0) state.page = page;
  if (SIZES.includes(Number(given.get("size")))) state.size = Number(given.get("size"));
  if (FLOW_SIZES.includes(Number(given.get("flow")))) state.flow = Number(given.get("flow"));
  if (VIEWS.includes(given.get("view"))) state.view = given.get("view");
  state.ids = given.get("ids") === "yes";
  for (const facet of FACETS) state[facet.name] = new Set(given.getAll(facet.name));
  state.open = new Set(given.getAll("open").filter((id) => FINDING.has(id)).slice(0, MOST_OPEN));
  return state;
}

function toAddress(state) {
  const given = new URLSearchParams();
  const standard = blank();
  for (const name of ["q", "belief", "sort", "page", "size", "view", "flow"]) {
    if (state[name] !== standard[name]) given.set(name, state[name]);
  }
  if (state.sort && state.down) given.set("order", "down");
  if (state.ids) given.set("ids", "yes");
  for (const facet of FACETS) for (const value of state[facet.name]) given.append(facet.name, value);
  for (const id of [...state.open].slice(-MOST_OPEN)) given.append("open", id);
  return given.toString();
}

function keepAddress() {
  const address = toAddress(STATE);
  if (location.hash.slice(1) === address) return;
  history.replaceState(null, "", "#" + address);
}

// The filters that are set, each with what takes it back.
function active(state) {
  const found = [];
  if (state.q.trim()) found.push({ text: `search: ${state.q.trim()}`, drop: () => { STATE.q = ""; byId("search").value = ""; } });
  if (state.belief > 0) found.push({ text: `belief ≥ ${state.belief.toFixed(2)}`, drop: () => { STATE.belief = 0; } });
  for (const facet of FACETS) {
    for (const value of state[facet.name]) {
      found.push({ text: `${facet.title}: ${facet.word(value)}`, drop: () => STATE[facet.name].delete(value) });
    }
  }
  return found;
}

function clearFilters() {
  for (const filter of active(STATE)) filter.drop();
}
