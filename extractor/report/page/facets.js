// The filters at the side: each value with how many findings it would leave.

const MOST_VALUES = 200;
const HEAD_VALUES = 8;

const facetBoxes = new Map();
let beliefOutput = null;
let beliefInput = null;

function buildFacets() {
  const box = byId("facets");
  beliefOutput = h("output", { for: "belief" });
  beliefInput = h("input", {
    type: "range", id: "belief", min: 0, max: 1, step: 0.05,
    oninput: () => {
      STATE.belief = Number(beliefInput.value);
      beliefOutput.textContent = STATE.belief.toFixed(2);
      refreshSoon();
    },
  });
  box.append(h("div", { class: "facet" }, h("label", { for: "belief", class: "legend" }, "Belief at least ", beliefOutput), beliefInput));
  for (const facet of FACETS) {
    if (facet.name === "status" && !HAS_STATUS) continue;
    const list = h("ul", { tabindex: facet.long ? 0 : null, "aria-label": facet.long ? facet.title : null });
    const note = h("p", { class: "rest", hidden: true });
    const set = h("fieldset", { class: `facet ${facet.long ? "long" : ""}` }, h("legend", {}, facet.title), list, note);
    list.addEventListener("change", (event) => {
      const { value, checked } = event.target;
      if (checked) STATE[facet.name].add(value);
      else STATE[facet.name].delete(value);
      STATE.page = 1;
      refresh();
    });
    facetBoxes.set(facet.name, { set, list, note, inputs: new Map() });
    box.append(set);
  }
}

// All values of a facet, commonest first or in their own order; a long tail is left to the search.
function valuesOf(facet) {
  if (facet.shown) return facet.shown;
  const all = tally(facet.values.flat(), (value) => value);
  const given = facet.order ? (a, b) => rank(facet.order, a) - rank(facet.order, b) : () => 0;
  const listed = [...all.keys()].sort((a, b) => given(a, b) || all.get(b) - all.get(a) || compareText(a, b));
  facet.rest = Math.max(listed.length - MOST_VALUES, 0);
  facet.shown = listed.slice(0, MOST_VALUES);
  return facet.shown;
}

function facetRow(facet, value, inputs) {
  const input = h("input", { type: "checkbox", value });
  const count = h("span", { class: "n" });
  const sign = facet.sign ? facet.sign(value) : null;
  const mark = sign && h("span", { class: `sign ${sign.name}`, "aria-hidden": "true" }, sign.sign);
  const row = h("li", {}, h("label", {}, input, mark, h("span", { class: "what" }, facet.word(value)), count));
  inputs.set(value, { input, count, row });
  return row;
}

function showFacets(counts) {
  beliefInput.value = STATE.belief;
  beliefOutput.textContent = STATE.belief.toFixed(2);
  FACETS.forEach((facet, at) => {
    const box = facetBoxes.get(facet.name);
    if (!box) return;
    if (!box.inputs.size) {
      box.list.append(...valuesOf(facet).map((value) => facetRow(facet, value, box.inputs)));
      box.note.hidden = !facet.rest;
      box.note.textContent = `and ${plural(facet.rest, "rarer one", "rarer ones")}: use the search`;
      if (facet.shown.length <= HEAD_VALUES) box.list.removeAttribute("tabindex");
    }
    for (const [value, { input, count, row }] of box.inputs) {
      const left = counts[at].get(value) || 0;
      const on = STATE[facet.name].has(value);
      input.checked = on;
      count.textContent = left.toLocaleString("en");
      row.className = left || on ? "" : "empty";
    }
  });
  const filters = active(STATE);
  const badge = byId("active-count");
  badge.hidden = !filters.length;
  badge.textContent = filters.length;
  byId("chips").replaceChildren(...filters.map((filter) => h("button", {
    type: "button", class: "chip", "aria-label": `Remove the filter ${filter.text}`,
    onclick: () => {
      filter.drop();
      STATE.page = 1;
      refresh();
      (byId("chips").querySelector("button") || byId("search")).focus();
    },
  }, filter.text, h("span", { "aria-hidden": "true" }, "×"))));
  if (filters.length > 1) {
    byId("chips").append(h("button", {
      type: "button", class: "chip clear",
      onclick: () => { clearFilters(); STATE.page = 1; refresh(); byId("search").focus(); },
    }, "Clear all"));
  }
}
