// Findings that bear on each other: those that contradict, and those that say the same with a slot more or less.

const MOST_LINKS = 12;

// Where the table does not name them, findings on the same named cargo with another stated effect.
const CARGO_FINDINGS = new Map();
const cargoKey = (finding) => `${finding.cargo_id || finding.cargo_name} ${finding.cargo_arm || ""} ${finding.cargo_type}`;
for (const finding of FINDINGS) {
  const key = cargoKey(finding);
  if (!CARGO_FINDINGS.has(key)) CARGO_FINDINGS.set(key, []);
  CARGO_FINDINGS.get(key).push(finding);
}

function opponents(finding) {
  if (finding.conflict_with?.length) return finding.conflict_with.map((id) => FINDING.get(id)).filter(Boolean);
  if (finding.effect === "not_stated") return [];
  const unnamed = [...CARGO_TYPES, null].includes(finding.cargo_name);
  return CARGO_FINDINGS.get(cargoKey(finding)).filter((other) =>
    other.effect !== finding.effect && other.effect !== "not_stated" &&
    (!unnamed || other.group_id === finding.group_id));
}

function jump(finding) {
  return h("button", { type: "button", class: "jump", onclick: () => reveal(finding.finding_id) }, titleOf(finding));
}

function jumps(findings) {
  const rest = findings.length - MOST_LINKS;
  return [
    h("ul", {}, findings.slice(0, MOST_LINKS).map((other) => h("li", {}, jump(other)))),
    rest > 0 ? h("p", { class: "none" }, `and ${plural(rest, "more", "more")}`) : null,
  ];
}

function conflictNote(finding) {
  if (!finding.conflict) return null;
  const papers = finding.n_contradicting;
  const kinds = {
    direct: "Direct conflict: nothing that the papers state tells them apart.",
    contextual: "Contextual conflict: the papers differ in their setting.",
  };
  const against = opponents(finding);
  return h(
    "aside", { class: "note conflict" },
    h("h3", {}, kinds[finding.conflict_kind] || "Conflict"),
    h("p", {}, papers
      ? `${plural(papers, "paper")} ${papers === 1 ? "says" : "say"} otherwise of the effect of this cargo.`
      : "The papers behind this finding state opposite directions for its target or pathway."),
    finding.conflict_differs?.length ? h("p", {}, "They differ in ", finding.conflict_differs.join("; "), ".") : null,
    against.length ? jumps(against) : null,
  );
}

function refinements(finding) {
  const plainer = (finding.refines || []).map((id) => FINDING.get(id)).filter(Boolean);
  const fuller = (REFINED_BY.get(finding.finding_id) || []).map((id) => FINDING.get(id));
  if (!plainer.length && !fuller.length) return null;
  return h(
    "aside", { class: "note" },
    plainer.length ? [h("h3", {}, "Says more than"), jumps(plainer)] : null,
    fuller.length ? [h("h3", {}, "Said more fully by"), jumps(fuller)] : null,
  );
}
