"use strict";
// What the scripts of all pages share: elements made of text alone, and tables as CSV.
const Common = (() => {
  function el(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (value === true) element.setAttribute(key, "");
      else if (value !== false && value != null) element.setAttribute(key, value);
    }
    element.append(...children.filter((child) => child != null && child !== ""));
    return element;
  }

  const count = (n, one, many) => `${n.toLocaleString("en")} ${n === 1 ? one : many || one + "s"}`;

  // As helpers.study.table_file has them: what a spreadsheet would take for a formula, and what is a number for all that.
  const FORMULA = /^'*(?: *[=+\-@＝＋－＠]|[\t\r\n])/;
  const NUMBER = /^[+\-]?[0-9]+(?:[.,][0-9]+)*(?:[eE][+\-]?[0-9]+)?%?[ \r\n]*$/;

  /** A value as a cell of a CSV file that no spreadsheet takes for a formula. */
  function cell(value) {
    const text = String(value ?? "");
    const plain = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
    return /[",\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
  }

  const csv = (rows) => "\ufeff" + rows.map((row) => row.map(cell).join()).join("\r\n") + "\r\n";

  /** The rows of a CSV file, however its cells are parted; what `cell` put before them is taken off again. */
  function parse(text) {
    const rows = [[""]], all = text.replace(/^\ufeff/, ""), head = all.split("\n", 1)[0];
    const mark = [",", ";", "\t"].reduce((best, each) => (head.split(each).length > head.split(best).length ? each : best));
    const add = (letter) => { const row = rows[rows.length - 1]; row[row.length - 1] += letter; };
    let quoted = false;
    for (let i = 0; i < all.length; i++) {
      const letter = all[i];
      if (quoted && letter === '"' && all[i + 1] === '"') add(all[i++]);
      else if (letter === '"') quoted = !quoted;
      else if (quoted) add(letter);
      else if (letter === mark) rows[rows.length - 1].push("");
      else if (letter === "\n") rows.push([""]);
      else if (letter !== "\r") add(letter);
    }
    return rows.filter((row) => row.some(Boolean)).map((row) => row.map((each) => (each.startsWith("'") && FORMULA.test(each) ? each.slice(1) : each)));
  }

  /** Give the user a file. */
  function save(content, name, type) {
    const link = el("a", { href: URL.createObjectURL(new Blob([content], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  return { el, count, cell, csv, parse, save };
})();
