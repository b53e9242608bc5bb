// The words and signs of the page: the same as in the program's table and files.

const EFFECTS = {
  increases_radiosensitivity: { word: "more sensitive", sign: "▲", name: "sensitive" },
  decreases_radiosensitivity: { word: "more resistant", sign: "▼", name: "resistant" },
  no_effect: { word: "no effect", sign: "=", name: "none" },
  not_stated: { word: "not stated", sign: "○", name: "unstated" },
};
const EFFECT_ORDER = Object.keys(EFFECTS);

const DIRECTIONS = { increases: "↑", decreases: "↓", unspecified: "–" };

const CARGO_TYPES = ["miRNA", "circRNA", "lncRNA", "mRNA", "protein", "exosome"];

const CONFLICTS = { none: "none", direct: "direct", contextual: "contextual", other: "not classified" };

const STATUSES = { accepted: "accepted", rejected: "rejected", none: "not reviewed" };

const ROLES = ["cargo", "target", "pathway", "cancer", "source", "recipient", "radiation"];

const MANIPULATIONS = { native: "left as it is", gain: "raised or added", loss: "lowered or taken away" };

const BELIEF =
  "Belief is INDRA's model with one vote a paper: one minus a systematic error of 0.05 and the product, over papers, of " +
  "what their surest reading leaves open. Reviews vote only where no primary paper does; retracted papers and readings " +
  "that a curator rejected do not vote.";

const spaced = (text) => String(text).replace(/_/g, " ");

function effectOf(effect) {
  return EFFECTS[effect] || { word: spaced(effect), sign: "○", name: "unstated" };
}

function effectTag(effect) {
  const { word, sign, name } = effectOf(effect);
  return h("span", { class: `effect ${name}` }, h("span", { class: "sign", "aria-hidden": "true" }, sign), word);
}

function directed(name, direction) {
  if (!name) return null;
  const sign = DIRECTIONS[direction];
  if (!sign || direction === "unspecified") return h("span", {}, name);
  return h(
    "span", {},
    h("span", { class: `arrow ${direction}`, role: "img", "aria-label": direction, title: direction }, sign),
    name,
  );
}

function conflictOf(finding) {
  if (!finding.conflict) return "none";
  return finding.conflict_kind in CONFLICTS ? finding.conflict_kind : "other";
}

function titleOf(finding) {
  return [finding.cargo_name, finding.target_name, finding.pathway_name].filter(Boolean).join(" → ") +
    ": " + effectOf(finding.effect).word;
}
