// The pictures: drawn from the findings that pass the filters, each with its numbers as a table.

// A figure with a heading, what it shows in words, its drawing and its table.
function figure(id, title, text, controls, drawing, note, table) {
  return h("figure", { id, "aria-labelledby": `${id}-title` },
    h("figcaption", {}, h("h2", { id: `${id}-title` }, title), h("p", {}, text), controls),
    h("div", { class: "drawing", tabindex: 0, role: "region", "aria-label": `${title}: picture` }, drawing),
    note ? h("p", { class: "left-out" }, note) : null,
    table ? h("details", {}, h("summary", {}, "As a table"), h("div", { class: "numbers", tabindex: 0, role: "region", "aria-label": `${title}: table` }, table)) : null);
}

function numbersTable(heads, rows) {
  return h("table", {}, h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))),
    h("tbody", {}, rows.map(([first, ...rest]) => h("tr", {}, h("th", { scope: "row" }, first), rest.map((cell) => h("td", {}, cell))))));
}

function legend(effects) {
  return h("ul", { class: "legend-list" }, effects.map((effect) => h("li", {}, effectTag(effect))));
}

// Letters that fit into a width, at about six and a half pixels each; the rest is in the title.
function shortened(text, width) {
  const most = Math.max(3, Math.floor(width / 6.5));
  const points = Array.from(text);
  return points.length > most ? points.slice(0, most - 1).join("") + "…" : text;
}

function label(text, width, attributes) {
  return svg("text", attributes, svg("title", {}, text), shortened(text, width));
}

// Something in a picture that sets a filter when it is clicked, or pressed with Enter or Space.
function clickable(node, text, act) {
  node.setAttribute("tabindex", "0");
  node.setAttribute("role", "button");
  node.setAttribute("aria-label", text);
  node.addEventListener("click", act);
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    act();
  });
  return node;
}

function showOnly(changes) {
  clearFilters();
  for (const [name, value] of Object.entries(changes)) {
    if (name === "q") STATE.q = byId("search").value = value;
    else STATE[name] = new Set([value]);
  }
  Object.assign(STATE, { view: "findings", page: 1 });
  refresh();
  byId("search").focus();
}

function showPictures() {
  const box = byId("view-pictures");
  if (!ROWS.length) box.replaceChildren(h("p", { class: "empty" }, "No finding passes these filters, so there is nothing to draw."));
  else box.replaceChildren(heatFigure(ROWS), flowFigure(ROWS), yearsFigure(ROWS));
}
