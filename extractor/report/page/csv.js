// The findings that are shown, as the CSV that the program writes: the same columns, words and guard against formulas.

function csvCell(value, column) {
  if (value === null || value === undefined) return "";
  let text;
  if (Array.isArray(value)) text = value.join("; ");
  else if (typeof value === "boolean") text = value ? "True" : "False";
  else if (typeof value === "number" && DATA.floats.includes(column) && Number.isInteger(value)) text = value.toFixed(1);
  else text = String(value);
  // A cell that begins so is a formula to a spreadsheet.
  if (/^[=+\-@\t\r]/.test(text)) text = "'" + text;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

function csv(rows) {
  const lines = [DATA.columns.join(",")];
  for (const row of rows) lines.push(DATA.columns.map((name) => csvCell(row[name], name)).join(","));
  return lines.join("\r\n") + "\r\n";
}

function download(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
