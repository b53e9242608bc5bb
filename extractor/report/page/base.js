// Building the page: elements are made node by node and text is only ever text, so no name can become markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false) node.append(child);
  }
  return node;
}

const h = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);
const svg = (name, attributes, ...children) => fill(document.createElementNS(SVG, name), attributes, children);
const byId = (id) => document.getElementById(id);

function plural(count, one, many) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many || one + "s"}`;
}

function anchor(href, ...children) {
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

// A CURIE as a link to where Bioregistry resolves it; a prefix of this project, or what is no CURIE, as plain text.
function curie(id) {
  if (!/^[A-Za-z][\w.-]*:\S+$/.test(id) || id.startsWith("exocargo.")) return h("span", { class: "curie" }, id);
  const link = anchor("https://bioregistry.io/" + encodeURI(id).replace(/[?#]/g, encodeURIComponent), id);
  link.className = "curie";
  return link;
}

// A function that waits until calls cease for a while, then makes the last of them.
function debounce(delay, call) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => call(...given), delay);
  };
}

function tally(items, keyOf) {
  const counts = new Map();
  for (const item of items) {
    const key = keyOf(item);
    counts.set(key, (counts.get(key) || 0) + 1);
  }
  return counts;
}

const compareText = new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare;
