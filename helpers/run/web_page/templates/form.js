// The form: a page of its own that keeps its answers in the browser and gives them out as a sheet's CSV.
(() => {
  const { el, count, csv, parse, save } = Common;
  const given = JSON.parse(document.getElementById("study").textContent), main = document.getElementById("content");
  const STORE = `whose-words ${given.id}`;
  let unsaved = false, kept = true;

  const name = el("input", { type: "text", id: "coder", autocomplete: "name", required: true, value: given.rows[0]?.coder || "", onchange: keep });
  const state = el("p", { class: "told" });
  const file = el("input", { type: "file", accept: ".csv,text/csv", class: "file", "aria-label": "A file saved before", onchange: load });
  const foot = el("section", { class: "keep", "aria-label": "Saving" },
    el("button", { type: "button", class: "main", onclick: give }, "Save the coding as a file"),
    el("label", { class: "pick" }, "Go on from a file saved before: ", file), state);
  const coder = Coder.view(given, { foot, changed: () => { unsaved = true; keep(); } });

  /** After every answer: what was coded stays in this browser, where it allows that. */
  function keep() {
    try {
      localStorage.setItem(STORE, JSON.stringify({ name: name.value, at: coder.at, cells: coder.cells() }));
      kept = true;
    } catch {
      kept = false;
    }
    say();
  }
  function recall() {
    try {
      const held = JSON.parse(localStorage.getItem(STORE));
      held.cells.forEach((row, i) => { if (given.rows[i]) coder.fill(i, row); });
      name.value = held.name;
      return held.at;
    } catch { // nothing kept, or nothing that can be read
      return 0;
    }
  }
  function say(text = "") {
    const stays = kept ? "Your answers stay in this browser." : "This browser does not keep your answers: save them as a file before you close the page.";
    state.textContent = text || (unsaved ? `${stays} Not yet in a file.` : stays);
    state.classList.toggle("warning", !kept);
  }

  function give() {
    const who = name.value.trim();
    if (!who) {
      say("Give your name first: the file is called by it.");
      name.focus();
      return;
    }
    const cells = coder.cells();
    const rows = given.rows.map((row, i) => ({ ...row, ...cells[i], coder: who }));
    const called = `coding_${who.replace(/[^\p{L}\p{N}_]+/gu, "_")}.csv`;
    save(csv([given.columns, ...rows.map((row) => given.columns.map((column) => row[column]))]), called, "text/csv");
    unsaved = false;
    say(`Saved as ${called} among your downloads. Send it to whoever gave you this page.`);
  }

  async function load() {
    const [chosen] = file.files;
    if (!chosen) return;
    const [heads, ...lines] = parse(await chosen.text());
    const at = new Map(given.rows.map((row, i) => [row.sentence_id, i]));
    const rows = lines.map((line) => Object.fromEntries((heads || []).map((head, i) => [head, line[i] || ""])));
    const known = rows.filter((row) => at.has(row.sentence_id));
    const read = known.filter((row) => coder.fill(at.get(row.sentence_id), row)).length;
    if (known.length && !name.value) name.value = known[0].coder || "";
    keep();
    coder.begin(Math.max(coder.open(), 0));
    say(known.length ? `${count(read, "coded sentence")} read from ${chosen.name}.` : `${chosen.name} holds none of the sentences of this page.`);
    file.value = "";
  }

  addEventListener("beforeunload", (event) => { if (unsaved && !kept) event.preventDefault(); });
  main.replaceChildren(el("header", { class: "form" }, el("h1", {}, "Sentences to code"),
    el("p", {}, `${given.title}. Read each sentence and answer the questions beside it; its neighbours are there for context. What a program made of it is not shown, so that it cannot sway you.`),
    el("p", { class: "name" }, el("label", { for: "coder" }, "Your name"), name)), coder.element);
  coder.begin(recall(), false);
  keep();
  if (name.value) coder.begin(coder.at);
  else name.focus();
})();
