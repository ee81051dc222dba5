// The report's page: its sentences unpacked, its figures and its address joined to the panel.
(async () => {
  const read = (id) => document.getElementById(id).textContent;
  const study = JSON.parse(read("study")), main = document.getElementById("content");
  let held;
  try {
    held = WhoseWords.store(await WhoseWords.unpack(read("sentences")), study);
  } catch (problem) {
    main.prepend(WhoseWords.el("p", { class: "finding" }, `This browser cannot open the sentences of this page (${problem.message}). The figures and numbers stand; the sentences are in the folder tables of the run.`));
    return;
  }
  const contents = document.querySelector("nav details");
  if (contents && matchMedia("(max-width: 76rem)").matches) contents.open = false;
  const address = (question) => {
    const asked = Object.entries(question).filter(([key, value]) => value && key !== "measured");
    return asked.length ? new URLSearchParams(asked).toString() : "all=yes";
  };
  const panel = WhoseWords.panel(held, {
    changed: (question) => history.replaceState(null, "", question ? `#${address(question)}` : location.pathname + location.search),
    share: (question) => `${location.href.split("#")[0]}#${address(question)}`,
  });
  document.body.append(panel.element);
  const opened = (question, mark) => (question.read ? panel.read(question.read, mark) : panel.open(question, mark));
  WhoseWords.attach(document.body, held, opened);
  const all = WhoseWords.el("button", { type: "button", class: "all", onclick: () => panel.open({}, all) },
    `Read and filter all ${held.sentences.length.toLocaleString("en")} sentences`);
  const made = document.querySelector("header.lead .rests, header.lead .made");
  if (made) made.before(WhoseWords.el("p", {}, all));
  else main.append(WhoseWords.el("p", {}, all));

  function follow() {
    const asked = location.hash.slice(1);
    if (!asked.includes("=")) return;
    const question = Object.fromEntries(new URLSearchParams(asked));
    if (question.read) panel.read(question.read);
    else { delete question.all; panel.open(question, all); }
  }
  addEventListener("hashchange", follow);
  follow();

  // On paper nothing can be opened: the tables stand open but for those with a row a sentence, and the sentences
  // follow at the end.
  const MOST = 400, MOST_ROWS = 40;
  let printed = null, unfolded = [];
  addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll("main details:not([open])")].filter((each) => each.querySelectorAll("tbody tr").length <= MOST_ROWS);
    for (const each of unfolded) each.open = true;
    const chosen = panel.element.hidden ? held.sentences : panel.chosen;
    const some = chosen.slice(0, MOST);
    const list = WhoseWords.el("ol", { class: "sentences" }, ...some.map((s) => WhoseWords.el("li", { lang: s.article.language || null },
      WhoseWords.el("p", { class: "quote" }, WhoseWords.item.chip(s, study), s.text),
      WhoseWords.el("p", { class: "meta", lang: "en" }, `${s.id} · ${WhoseWords.item.facts(s, study, {})}`))));
    const head = panel.element.hidden ? "The sentences" : WhoseWords.words(panel.question, study);
    printed = WhoseWords.el("section", { class: "printed" }, WhoseWords.el("h2", {}, head),
      WhoseWords.el("p", {}, some.length < chosen.length ? `The first ${some.length} of ${chosen.length.toLocaleString("en")}.` : `All ${chosen.length.toLocaleString("en")}.`), list);
    main.append(printed);
  });
  addEventListener("afterprint", () => {
    printed?.remove();
    for (const each of unfolded) each.open = false;
  });
})();
