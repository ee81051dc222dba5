// Coding sentences by hand: one at a time, a question at a time, by keys, clicks or touch. Used by form.js (a page of
// its own) and coder_widget.js (JupyterLab). All that articles say is put in as text, never as HTML.
const Coder = (() => {
  const { el, count } = Common;
  const KEYS = "1234567890abdefghijklmopqrstvwyz"; // of choices, in order; c, n, u and x do something else
  const NONE = "?"; // the cells of a sentence that cannot be coded; of one coded in part, a question still open

  const isAsked = (question) => question.takes !== "words"; // the others may stay empty

  /** The answers that a row of a sheet holds, by column; open questions are left out, "" is an answer where empty says something. */
  function read(row, questions) {
    const asked = questions.filter(isAsked);
    const begun = asked.some((q) => row[q.column]), barred = asked.every((q) => row[q.column] === NONE);
    const open = (q, cell) => (isAsked(q) ? !begun || (cell === NONE && !barred) || (cell === "" && !q.empty) : cell === "");
    return Object.fromEntries(questions.map((q) => [q.column, row[q.column] || "", q]).filter(([, cell, q]) => !open(q, cell)).map((each) => each.slice(0, 2)));
  }

  /** Answers as cells of a sheet. In a row that is begun no cell is empty by chance: there that would say "none". */
  function cells(answers, questions) {
    const begun = questions.some((q) => isAsked(q) && q.column in answers);
    return Object.fromEntries(questions.map((q) => [q.column, answers[q.column] ?? (begun && isAsked(q) ? NONE : "")]));
  }

  /** The screen. given: questions and rows; changed(at, cells) is called after every answer; foot stands at its end. */
  function view(given, { changed = () => {}, foot = "" } = {}) {
    const { questions, rows } = given, asked = questions.filter(isAsked);
    let answers = rows.map((row) => read(row, questions));
    let at = 0, here = null, joining = false, context = !matchMedia("(max-width: 44rem)").matches, past = [];

    const done = (i) => asked.every((q) => q.column in answers[i]);
    const begun = (i) => asked.some((q) => q.column in answers[i]);
    const barred = () => asked.every((q) => answers[at][q.column] === NONE);
    const codes = (q) => (answers[at][q.column] || "").split("|").filter(Boolean);

    // -- answers
    function change(next) {
      past.push([at, here, answers[at]]);
      answers[at] = next;
      changed(at, cells(next, questions));
    }

    function answer(question, value) {
      const next = { ...answers[at] };
      for (const [column, code] of Object.entries(question.settles[next[question.column]] || {})) if (next[column] === code) delete next[column];
      if (value === undefined) delete next[question.column];
      else next[question.column] = value;
      change(Object.assign(next, question.settles[value]));
    }

    function choose(question, code) {
      const several = question.takes === "some" || joining, chosen = codes(question);
      if (!several) { answer(question, code); forward(); return; }
      const now = question.choices.map((choice) => choice.code).filter((each) => chosen.includes(each) !== (each === code));
      answer(question, now.length ? now.join("|") : undefined);
      if (joining) forward();
      else show();
    }

    function undo() {
      if (!past.length) { tell("Nothing to undo."); return; }
      [at, here] = past[past.length - 1];
      answers[at] = past.pop()[2];
      changed(at, cells(answers[at], questions));
      show();
      tell("Undone.");
    }

    function bar() {
      const next = Object.fromEntries(Object.entries(answers[at]).filter(([column]) => !asked.some((q) => q.column === column)));
      change(barred() ? next : Object.assign(next, Object.fromEntries(asked.map((q) => [q.column, NONE]))));
      arrive(at);
    }

    /** Take what was typed, where it is new. */
    function commit() {
      const field = asks.querySelector("input"), question = questions[here];
      const typed = field ? field.value.replace(/\s+/g, " ").trim() : "";
      if (field && typed !== (answers[at][question.column] || "")) answer(question, typed || undefined);
    }

    // -- moving about
    const isOpen = (i) => isAsked(questions[i]) && !(questions[i].column in answers[at]);
    const after = (i, n, wanted) => Array.from({ length: n }, (_, k) => (i + 1 + k) % n).find(wanted) ?? null;

    function go(question) {
      here = question;
      joining = false;
      show();
    }
    const forward = () => go(after(here ?? -1, questions.length, isOpen));
    function arrive(sentence) {
      at = sentence;
      go(after(-1, questions.length, isOpen));
    }
    function step(by) {
      if (rows[at + by]) arrive(at + by);
      else tell(by > 0 ? "This is the last sentence." : "This is the first sentence.");
    }
    function toOpen() {
      const next = after(at, rows.length, (i) => !done(i));
      if (next === null) tell("All sentences are coded.");
      else arrive(next);
    }
    function enter() {
      const question = questions[here];
      if (!question) { if (rows[at + 1]) step(1); else toOpen(); return; }
      commit();
      if (isOpen(here) && !question.empty) { tell("Choose an answer first; → leaves the sentence as it is."); return; }
      if (isOpen(here)) answer(question, "");
      forward();
    }
    function turn(by) {
      commit();
      const next = here === null ? (by > 0 ? 0 : questions.length - 1) : here + by;
      if (questions[next]) go(next);
    }

    // -- what is seen
    const told = el("p", { class: "told", role: "status" });
    const tell = (text) => { told.textContent = text; };
    const ticks = el("div", { class: "ticks", "aria-hidden": "true" }, ...rows.map((_, i) => el("span", { onclick: () => arrive(i) })));
    const tally = el("p", { class: "tally" });
    const passage = el("section", { class: "passage", "aria-label": "The sentence", tabindex: "0" });
    const asks = el("section", { class: "questions", "aria-label": "The questions" });
    const key = (text) => el("kbd", {}, text);
    const button = (label, keys, onclick) => el("button", { type: "button", onclick }, label, keys && key(keys));
    const cannot = button("Cannot be coded", "x", bar);
    const help = el("dialog", { class: "help", "aria-label": "Keys and codebook" });
    const moves = el("div", { class: "bar" },
      el("div", { class: "moves", role: "group", "aria-label": "Sentences" }, button("Back", "←", () => step(-1)), button("Next", "→", () => step(1)),
        button("Next open", "n", toOpen), button("Undo", "u", undo)),
      el("div", { class: "moves besides" }, cannot, button("Keys and codebook", "?", () => help.showModal())));
    const element = el("div", { class: "coder", tabindex: "-1", "data-lm-suppress-shortcuts": "true", onkeydown: pressed },
      tally, ticks, el("div", { class: "columns" }, passage, asks), moves, told, foot, help);
    help.append(...explained());

    function show(focus = true) {
      const all = rows.map((_, i) => (done(i) ? "done" : begun(i) ? "part" : "open"));
      const n = (state) => all.filter((each) => each === state).length;
      tally.replaceChildren(el("b", {}, `${n("done").toLocaleString("en")} of ${count(rows.length, "sentence")} coded`),
        `${n("part") ? ` · ${n("part")} in part` : ""}${n("open") ? ` · ${n("open").toLocaleString("en")} open` : ""}`);
      for (const [i, tick] of [...ticks.children].entries()) tick.className = `${all[i]}${i === at ? " at" : ""}`;
      passage.replaceChildren(...words());
      asks.replaceChildren(...questions.map((question, i) => (i === here ? opened(question) : line(question, i))), finished());
      cannot.setAttribute("aria-pressed", String(barred()));
      tell("");
      if (focus) point();
    }

    function words() {
      const row = rows[at], lang = row.language || null;
      const around = (text) => (context && text ? el("span", { class: "around" }, text) : "");
      const toggle = el("button", { type: "button", class: "link", "aria-expanded": String(context), onclick: turnContext }, context ? "Hide context" : "Show context", key("c"));
      return [el("p", { class: "where" }, el("span", {}, `Sentence ${at + 1} of ${rows.length}`), row.before || row.after ? toggle : ""),
        el("p", { class: "title", lang, dir: "auto" }, row.title),
        el("p", { class: "text", lang, dir: "auto" }, around(row.before), " ", el("mark", {}, row.text), " ", around(row.after))];
    }
    function turnContext() {
      context = !context;
      show();
    }

    function line(question, i) {
      const held = answers[at][question.column], open = held === undefined && isAsked(question);
      return el("button", { type: "button", class: `line${open ? " open" : ""}`, "aria-expanded": "false", onclick: () => { commit(); go(i); } },
        el("span", { class: "asks" }, question.asks), el("span", { class: "answer" }, open ? "open" : named(question, held)));
    }
    function named(question, held) {
      if (held === undefined) return "–";
      if (held === "") return question.empty;
      if (held === NONE && isAsked(question)) return "cannot be coded";
      if (!isAsked(question)) return held;
      return held.split("|").map((code) => question.choices.find((choice) => choice.code === code)?.label || code).join(" + ");
    }

    function opened(question) {
      const box = el("fieldset", { tabindex: "-1" }, el("legend", {}, question.asks));
      if (question.rules) box.append(el("p", { class: "rules" }, question.rules));
      if (!isAsked(question)) {
        box.append(el("input", { type: "text", "aria-label": question.asks, autocomplete: "off", value: answers[at][question.column] || "", onchange: commit }),
          button("Go on", "Enter", enter));
        return box;
      }
      const chosen = codes(question), several = question.takes === "some";
      box.append(...question.choices.map((choice, i) => choiceOf(choice, KEYS[i], chosen.includes(choice.code), several, () => choose(question, choice.code))));
      if (several && chosen.length) box.append(button("Go on", "Enter", enter));
      else if (question.empty) {
        const empty = { label: question.empty, meaning: "" }, open = isOpen(here);
        box.append(choiceOf(empty, open ? "Enter" : "", answers[at][question.column] === "", false, () => { answer(question, ""); forward(); }));
      }
      if (question.takes === "joint" && chosen.length) box.append(joint());
      return box;
    }
    function choiceOf(choice, keys, on, several, onclick) {
      const state = several ? { role: "checkbox", "aria-checked": String(on) } : { "aria-pressed": String(on) };
      const dot = choice.colour ? el("span", { class: "dot", "aria-hidden": "true" }) : "";
      if (dot) dot.style.background = choice.colour;
      return el("button", { type: "button", class: "choice", ...state, onclick }, keys ? key(keys) : el("span"),
        el("span", { class: "what" }, dot, el("b", {}, choice.label), choice.meaning ? el("span", { class: "meaning" }, choice.meaning) : ""));
    }
    function joint() {
      return el("button", { type: "button", class: "link", "aria-pressed": String(joining), onclick: turnJoint },
        joining ? "Now choose the other" : "A joint statement: add another", key("+"));
    }
    function turnJoint() {
      joining = !joining;
      show();
    }

    function finished() {
      if (here !== null || !done(at)) return "";
      const last = !rows[at + 1], left = after(at, rows.length, (i) => !done(i)) !== null;
      const text = !last ? "Next sentence" : left ? "To the open ones" : "";
      return el("p", { class: "finished" }, barred() ? "Left out: it cannot be coded. " : "Coded. ", text ? button(text, "Enter", enter) : "That was the last one.");
    }

    /** Put the focus where the next key belongs, and bring that into view below the sentence. */
    function point() {
      const goal = asks.querySelector("fieldset input") || asks.querySelector("fieldset") || asks.querySelector(".finished button") || element;
      goal.focus({ preventScroll: true });
      if (goal === element) return;
      const box = goal.closest("fieldset") || goal, stacked = getComputedStyle(passage.parentElement).display === "block";
      const above = stacked ? passage.offsetHeight : 0;
      box.style.scrollMarginTop = `${above + 12}px`;
      box.scrollIntoView({ block: box.offsetHeight + above > innerHeight - 80 ? "start" : "nearest" });
    }

    function explained() {
      const keys = [["1, 2, …", "choose an answer"], ["Enter", "go on; where an answer stands beside the key Enter, that one"],
        ["↑ ↓", "the question before, the next"], ["← →", "the sentence before, the next"], ["n", "next sentence that is open"],
        ["u, Ctrl+Z", "undo"], ["+", "a second voice of a joint statement"], ["x", "the sentence cannot be coded"], ["c", "context"], ["?", "this help"]];
      const code = (choice) => el("li", {}, el("b", {}, choice.label), choice.meaning ? `: ${choice.meaning}` : "");
      return [el("button", { type: "button", class: "close", onclick: () => help.close() }, "Close", key("Esc")), el("h2", {}, "Keys"), el("table", {}, el("tbody", {}, ...keys.map(([name, what]) => el("tr", {}, el("th", { scope: "row" }, key(name)), el("td", {}, what))))),
        el("h2", {}, "Codebook"),
        ...questions.flatMap((q) => [el("h3", {}, q.asks), q.rules ? el("p", {}, q.rules) : "", q.choices.length ? el("ul", {}, ...q.choices.map(code)) : ""])].filter(Boolean);
    }
    help.addEventListener("close", point);

    const DOES = { ArrowLeft: () => step(-1), ArrowRight: () => step(1), ArrowUp: () => turn(-1), ArrowDown: () => turn(1), Enter: enter,
      u: undo, n: toOpen, x: bar, c: turnContext, "?": () => help.showModal(), "+": () => { if (questions[here]?.takes === "joint" && codes(questions[here]).length) turnJoint(); } };

    function pressed(event) {
      const { target, key: name } = event, typing = target.matches("input, textarea, select");
      if (help.open || event.altKey || (typing && !asks.contains(target))) return;
      const modified = event.ctrlKey || event.metaKey;
      if (modified && (name !== "z" || typing)) return;
      if (name === "Enter" && target.matches("button:not([role=checkbox]), summary, a")) return;
      if (typing && !["Enter", "ArrowUp", "ArrowDown"].includes(name)) return;
      const choice = here === null || modified ? undefined : questions[here].choices[KEYS.indexOf(name)];
      const does = modified ? undo : choice ? () => choose(questions[here], choice.code) : DOES[name];
      if (!does) return;
      event.preventDefault();
      event.stopPropagation();
      does();
    }

    return {
      element, tell, begin: (sentence, focus) => { at = rows[sentence] ? sentence : 0; here = after(-1, questions.length, isOpen); show(focus); },
      open: () => answers.findIndex((_, i) => !done(i)), get at() { return at; },
      cells: () => answers.map((each) => cells(each, questions)),
      fill: (sentence, row) => { answers[sentence] = read(row, questions); past = []; return begun(sentence); },
    };
  }

  return { view };
})();
