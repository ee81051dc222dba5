// The sentences behind the marks of a study's figures. Used by the report's page and by the notebook explore; no library,
// no request. All that articles say is put in as text, never as HTML.
const WhoseWords = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const STEP = 40, FIRST = 10; // sentences that a list grows by, and those that are there with a click
  const idle = window.requestIdleCallback ? (then) => requestIdleCallback(then, { timeout: 1000 }) : (then) => setTimeout(then, 200);

  const { el, count, cell, csv, save } = Common;

  const signed = (x) => (x > 0 ? "+" : x < 0 ? "−" : "") + Math.abs(x).toFixed(2);
  const percent = (x) => (x > 0 && x < 0.005 ? "under 1 %" : x >= 0.995 && x < 1 ? "over 99 %" : `${Math.round(100 * x)} %`);
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  /** What was packed: JSON, raw deflate, base64. */
  async function unpack(packed) {
    const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return JSON.parse(await new Response(stream).text());
  }

  /** Sentences as objects, from the columns that a page holds. */
  function store(data, study) {
    const columns = data.sentences, names = columns.names;
    const articles = data.articles.id.map((id, i) => Object.fromEntries(
      Object.keys(data.articles).map((key) => [key, data.articles[key][i]]).concat([["sentences", []]])));
    const sentences = columns.text.map((text, i) => {
      const article = articles[columns.article[i]];
      const sentence = {
        article, text, id: `${article.id}:${columns.n[i]}`, paragraph: columns.paragraph[i],
        kind: names.kind[columns.kind[i]], mode: names.mode[columns.mode[i]], via: names.via[columns.via[i]],
        speaker: names.speaker[columns.speaker[i]], voices: names.voice[columns.voice[i]].split("|"),
        tone: columns.tone[i], given: columns.toward[i] || {}, frames: columns.frames[i] || [],
        named: (columns.named[i] || []).map(([at, low, high]) => [names.actor[at], low, high]),
        model: columns.model[i] || [], spans: columns.spans[i] || [], why: columns.why[i] || null,
      };
      // the tone toward an actor is that of the first instrument; the others are asked for by figures of their own
      sentence.toward = Object.fromEntries(Object.entries(sentence.given).map(([actor, scores]) => [actor, scores[0] ?? null]));
      article.sentences.push(sentence);
      return sentence;
    });
    return { study, articles, sentences, total: data.n_sentences, all: data.n_sentences === sentences.length };
  }

  // What a question can ask of a sentence. A question is an object of these, all of which must hold.
  const ASKS = {
    outlet: (s, v, study) => (v === study.rest ? !study.shown.includes(s.article.outlet) : s.article.outlet === v),
    besides: (s, v) => s.article.outlet !== v,
    bloc: (s, v, study) => study.blocs[s.article.bloc] === v,
    voice: (s, v) => v.split("|").every((voice) => s.voices.includes(voice)), // a joint statement: all of its voices
    voices: (s, v) => v.split("|").some((voice) => s.voices.includes(voice)),
    own: (s, v, study) => s.voices.some((voice) => (study.own[v] || []).includes(voice)),
    side: (s, v) => (v === "narration") === (s.voices[0] === "narrator"),
    speaker: (s, v) => s.speaker === v,
    mode: (s, v) => s.mode === v,
    actor: (s, v) => v in s.toward,
    frame: (s, v, study, all) => (all.by === "model" ? s.model.some((at) => study.frames[at].name === v)
      : s.frames.some((hit) => study.frames[hit[0]].name === v)),
    with: (s, v, study, all) => ASKS.frame(s, v, study, all),
    from: (s, v) => s.article.published !== "" && s.article.published.slice(0, 10).padEnd(10, "-01") >= v,
    to: (s, v) => s.article.published !== "" && s.article.published.slice(0, 10) <= v,
    words: (s, v) => (s.lower ??= s.text.toLowerCase()).includes(v.toLowerCase()),
    tone: (s, v, study) => classOf(s.tone, study) === v,
    coded: (s, v, study) => study.read.includes(s.article.language),
    scored: (s) => s.tone !== null,
    toward: (s, v, study, all) => s.given[all.actor]?.[study.toward.indexOf(v)] != null,
    measured: (s) => s.voices[0] !== "unmeasured",
    article: (s, v) => s.article.id === v,
    read: (s, v) => s.id === v,
  };
  const NARROWS = ["frame", "with", "actor", "words"]; // asks that a share is told for

  function classOf(tone, study) {
    return tone === null ? "unscored" : tone < study.cuts[0] ? "negative" : tone > study.cuts[1] ? "positive" : "neutral";
  }

  function select(held, question) {
    const asked = Object.entries(question).filter(([key, value]) => value && ASKS[key]);
    return held.sentences.filter((s) => asked.every(([key, value]) => ASKS[key](s, value, held.study, question)));
  }

  /** A question in words. */
  function words(question, study) {
    const named = {
      voice: (v) => capital(v.split("|").map((voice) => study.voices[voice]?.named || voice).join(" and ")), article: () => "One article", read: (v) => v,
      voices: (v) => capital(v.split("|").map((voice) => study.voices[voice]?.named || voice).join(" or ")), own: (v) => `${study.actors[v] || v} speaking`,
      side: (v) => (v === "narration" ? "The narration" : "Everybody quoted"), speaker: (v) => v, outlet: (v) => v,
      besides: (v) => `all outlets but ${v}`,
      bloc: (v) => v, mode: (v) => study.modes[v] || v, actor: (v) => `about ${study.actors[v] || v}`,
      frame: (v) => labelOf(v, study), with: (v) => `with ${labelOf(v, study)}`, words: (v) => `“${v}”`,
      from: (v) => (question.to ? span(v, question.to) : `from ${v}`), to: (v) => (question.from ? "" : `until ${v}`),
      tone: (v) => v,
    };
    const parts = Object.keys(named).filter((key) => question[key]).map((key) => named[key](question[key]));
    return parts.filter(Boolean).join(" · ") || "All sentences";
  }

  const labelOf = (frame, study) => study.frames.find((each) => each.name === frame)?.label || frame;
  const span = (from, to) => {
    if (from === to) return from;
    const month = from.slice(0, 7);
    return from.endsWith("-01") && to.startsWith(month) && +to.slice(8) >= 28 ? month : `${from} to ${to}`;
  };

  // ---- one sentence -------------------------------------------------------------------------------------------

  /** The text of a sentence as pieces, each in the classes of the spans that lie over it. */
  function marked(sentence, spans) {
    const cuts = [...new Set([0, sentence.text.length, ...spans.flatMap(([, low, high]) => [low, high])])].sort((a, b) => a - b);
    const out = [];
    for (let i = 0; i + 1 < cuts.length; i++) {
      const over = spans.filter(([, low, high]) => low <= cuts[i] && high >= cuts[i + 1]);
      const text = sentence.text.slice(cuts[i], cuts[i + 1]);
      const found = over.some(([name]) => name === "found");
      out.push(over.length ? el(found ? "mark" : "span", { class: over.map(([name]) => name).join(" ") }, text) : text);
    }
    return out;
  }

  function found(sentence, question, study) {
    const spans = [];
    for (const key of ["frame", "with"]) {
      for (const [at, low, high] of sentence.frames) if (study.frames[at].name === question[key]) spans.push(["found", low, high]);
    }
    for (const [actor, low, high] of sentence.named) if (actor === question.actor) spans.push(["found", low, high]);
    if (question.words) {
      const lower = sentence.text.toLowerCase(), sought = question.words.toLowerCase();
      for (let at = lower.indexOf(sought); at >= 0; at = lower.indexOf(sought, at + 1)) spans.push(["found", at, at + sought.length]);
    }
    return spans;
  }

  const parts = (sentence) => sentence.spans.map(([part, low, high]) => [["source", "cue", "content"][part], low, high]);

  function chip(sentence, study) {
    const colours = sentence.voices.map((voice) => study.voices[voice]?.colour || "#888");
    const stripes = colours.map((colour, i) => `${colour} ${(100 * i) / colours.length}% ${(100 * (i + 1)) / colours.length}%`);
    const unsure = ["unknown", "unmeasured"].includes(sentence.voices[0]) ? " unsure" : "";
    const dot = el("span", { class: `chip${unsure}`, "aria-hidden": "true" });
    if (!unsure) dot.style.background = `linear-gradient(90deg, ${stripes.join(", ")})`;
    return dot;
  }

  const voiceNames = (sentence, study) => sentence.voices.map((voice) => study.voices[voice]?.label || voice).join(" and ");

  function facts(sentence, study, question) {
    const who = sentence.speaker && sentence.speaker !== "narrator" ? sentence.speaker : "";
    const voice = voiceNames(sentence, study);
    const told = [who, voice !== who && voice, sentence.via && `via ${sentence.via}`];
    told.push(study.modes[sentence.mode], sentence.article.outlet, sentence.article.published.slice(0, 10));
    told.push(sentence.tone === null ? "tone unscored" : `tone ${signed(sentence.tone)}`);
    const actors = Object.entries(sentence.toward).filter(([actor]) => !question.actor || actor === question.actor);
    for (const [actor, score] of actors) if (score !== null) told.push(`toward ${study.actors[actor] || actor} ${signed(score)}`);
    return told.filter(Boolean).join(" · ");
  }

  /** Facts, none of which is broken where a line ends. */
  const unbroken = (told) => told.split(" · ").flatMap((fact, i) => [i ? " · " : "", el("span", { class: "fact" }, fact)]);

  function why(sentence, study) {
    const list = el("dl");
    const tell = (term, ...what) => list.append(el("dt", {}, term), el("dd", {}, ...what));
    if (sentence.why) {
      const [rule, evidence, confidence, likely] = sentence.why;
      tell("Voice", `${voiceNames(sentence, study)}: ${study.rules[rule] || rule}${evidence ? ` (“${evidence}”)` : ""}`);
      if (likely !== null) tell("Voice right", `probability ${likely > 0.99 ? "over .99" : likely.toFixed(2)}`);
      tell("Somebody else’s words", `confidence of the tagger ${confidence.toFixed(2)}`);
    } else if (sentence.voices[0] === "narrator") tell("Voice", "nobody else answers for most of this sentence");
    else if (sentence.voices[0] === "unmeasured") tell("Voice", "there is no attribution for this language");
    else tell("Voice", `${voiceNames(sentence, study)}: carried over from the sentences around it`);
    const hits = new Map();
    for (const [at, low, high] of sentence.frames) hits.set(at, (hits.get(at) || new Set()).add(`“${sentence.text.slice(low, high)}”`));
    if (hits.size) tell("Frames", [...hits].map(([at, words]) => `${study.frames[at].label} (${[...words].join(", ")})`).join("; "));
    if (sentence.model.length) tell("Frames by the model", sentence.model.map((at) => study.frames[at].label).join("; "));
    tell("Sentence", sentence.id);
    return list;
  }

  /** A line for coding.csv or speakers.csv that says what is right. */
  function notRight(sentence, study) {
    const choice = el("select", { "aria-label": "The right voice" }, el("option", { value: "" }, "choose"));
    for (const [name, voice] of Object.entries(study.voices)) if (name !== "unmeasured") choice.append(el("option", { value: name }, voice.label));
    const out = el("div");
    choice.addEventListener("change", () => {
      const rows = [];
      const named = sentence.speaker && sentence.speaker !== "narrator";
      if (choice.value && named && !["narrator", "unknown"].includes(choice.value)) {
        rows.push(["This speaker everywhere: a line of speakers.csv", `name,voice\n${cell(sentence.speaker)},${choice.value}`]);
      }
      if (choice.value) {
        const mode = choice.value === "narrator" ? "none" : sentence.mode === "none" ? "indirect" : sentence.mode;
        rows.push(["This sentence: a line of coding.csv", `sentence_id,text,coder,mode,voice\n${[sentence.id, sentence.text, "reader", mode, choice.value].map(cell).join()}`]);
      }
      out.replaceChildren(...rows.flatMap(([title, text]) => [el("p", {}, title), el("pre", {}, text), copier(text, "Copy")]));
    });
    return [el("p", {}, "Whose words are these? ", choice), out];
  }

  /** Details that are made when they are first opened: a list of sentences stands sooner. */
  function later(summary, make) {
    const details = el("details", {}, el("summary", {}, summary));
    details.addEventListener("toggle", () => { if (details.open && details.children.length < 2) details.append(...make()); });
    return details;
  }

  function copier(text, label) {
    return el("button", { type: "button", onclick: async (event) => {
      const done = await copy(text);
      event.target.textContent = done ? "Copied" : "Not copied: select it by hand";
      setTimeout(() => { event.target.textContent = label; }, 1600);
    } }, label);
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const field = el("textarea", {}, text);
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      return done;
    }
  }

  function table(sentences, study) {
    const heads = ["sentence_id", "text", "outlet", "published", "speaker", "voice", "via", "mode", "tone", "frames"];
    return csv([heads, ...sentences.map((s) => [
      s.id, s.text, s.article.outlet, s.article.published, s.speaker, s.voices.join("|"), s.via, s.mode, s.tone ?? "",
      [...new Set(s.frames.map(([at]) => study.frames[at].name))].join("|"),
    ])]);
  }

  // ---- the panel: filters, the list, the reader --------------------------------------------------------------

  const ORDERS = {
    text: ["in the order of the texts", null],
    negative: ["most negative first", (a, b) => (a.tone ?? 9) - (b.tone ?? 9)],
    positive: ["most positive first", (a, b) => (b.tone ?? -9) - (a.tone ?? -9)],
    unsure: ["least certain voice first", (a, b) => sure(a) - sure(b)],
  };
  const sure = (sentence) => (sentence.why ? sentence.why[2] * (sentence.why[3] ?? 0.5) : 9);

  function panel(held, options = {}) {
    const { study } = held;
    const changed = options.changed || (() => {});
    const share = options.share || (() => "");
    let question = {}, chosen = [], shown = 0, from = null, order = "text";

    const title = el("h2", { tabindex: "-1", id: "panel-title" });
    const status = el("p", { class: "count", role: "status" });
    const list = el("ol", { class: "sentences" });
    const more = el("button", { type: "button", class: "more", onclick: () => grow(STEP) });
    const filters = el("div", { class: "filters" });
    const reader = el("section", { class: "reader", hidden: true, "aria-label": "The article" });
    const results = el("section", { class: "results", "aria-label": "Sentences" });
    const sorting = el("select", { onchange: () => { order = sorting.value; show(); } });
    for (const [name, [label]] of Object.entries(ORDERS)) sorting.append(el("option", { value: name }, label));
    const close = el("button", { type: "button", class: "close", "aria-label": "Close", onclick: shut }, "×");
    const actions = el("p", { class: "actions" },
      el("label", {}, "Order ", sorting),
      el("button", { type: "button", onclick: () => save(table(chosen, study), "sentences.csv", "text/csv") }, "Download CSV"),
      options.share ? el("button", { type: "button", onclick: async (event) => {
        event.target.textContent = (await copy(share(question))) ? "Copied" : "Not copied";
        setTimeout(() => { event.target.textContent = "Copy link"; }, 1600);
      } }, "Copy link") : "");
    const element = el("div", { class: options.inline ? "panel inline" : "panel", hidden: true, role: options.inline ? "region" : "dialog", "aria-labelledby": "panel-title" },
      el("div", { class: "head" }, title, options.inline ? "" : close), results, reader);
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      if (!reader.hidden) back(); else shut();
    });

    const FIELDS = [
      ["words", "Words"], ["outlet", "Outlet", () => unique(held.articles.map((a) => a.outlet)).map((v) => [v, v])],
      ["voice", "Voice", () => voicesHere().map((v) => [v, study.voices[v]?.label || v])],
      ["actor", "Mentions", () => Object.entries(study.actors)],
      ["frame", "Frame", () => study.frames.map((f) => [f.name, f.label])],
      ["month", "Month", () => unique(held.articles.map((a) => a.published.slice(0, 7)).filter((m) => m.length === 7)).map((v) => [v, v])],
    ];
    const unique = (values) => [...new Set(values)].sort();
    const voicesHere = () => {
      const there = new Set(held.sentences.flatMap((s) => s.voices));
      return [...Object.keys(study.voices).filter((v) => there.has(v))];
    };
    const fields = {};
    for (const [name, label, choices] of FIELDS) {
      const among = choices?.() || null;
      if (among && among.length < 2) continue;
      const field = among ? el("select", {}, el("option", { value: "" }, "any"), ...among.map(([v, l]) => el("option", { value: v }, l)))
        : el("input", { type: "search", autocomplete: "off", placeholder: "any word" });
      field.addEventListener("input", () => filter(name, field.value.trim()));
      fields[name] = field;
      filters.append(el("label", {}, label, field));
    }
    const rest = el("p", { class: "rest" });
    filters.append(rest);

    // What is in the selection: each value of a field with its sentences, to be chosen by a click.
    const OF = {
      voice: (s) => s.voices, outlet: (s) => [s.article.outlet], frame: (s) => [...new Set(s.frames.map(([at]) => study.frames[at].name))],
      actor: (s) => Object.keys(s.toward), month: (s) => (s.article.published.length >= 7 ? [s.article.published.slice(0, 7)] : []),
      speaker: (s) => (s.speaker && s.speaker !== "narrator" ? [s.speaker] : []),
    };
    const HEADS = { voice: "Voice", outlet: "Outlet", frame: "Frame", actor: "Mentions", month: "Month", speaker: "Speaker" };
    const BARS = 10; // of a field
    const inside = el("details", { class: "inside", open: options.inline || false }, el("summary", {}, "What is in these sentences"));
    inside.addEventListener("toggle", () => { if (inside.open) facets(); });
    function facets() {
      const groups = Object.keys(OF).map((name) => {
        const sizes = new Map();
        for (const s of chosen) for (const value of OF[name](s)) sizes.set(value, (sizes.get(value) || 0) + 1);
        let bars = [...sizes].sort((a, b) => (name === "month" ? a[0].localeCompare(b[0]) : b[1] - a[1]));
        if (!bars.length) return "";
        const most = Math.max(...sizes.values()), left = bars.length - BARS;
        if (name !== "month") bars = bars.slice(0, BARS);
        const list = el("ul", {}, ...bars.map(([value, n]) => bar(name, value, n, most)));
        return el("div", { class: "facet" }, el("h3", {}, HEADS[name]), list, left > 0 && name !== "month" ? el("p", { class: "meta" }, `and ${left.toLocaleString("en")} more`) : "");
      });
      inside.replaceChildren(inside.firstElementChild, el("div", { class: "facets" }, ...groups.filter(Boolean)));
    }
    function bar(name, value, n, most) {
      const label = { voice: study.voices[value]?.label, frame: labelOf(value, study), actor: study.actors[value] }[name] || value;
      const fill = el("span", { class: "fill" });
      fill.style.width = `${(100 * n) / most}%`;
      if (name === "voice" && study.voices[value]) fill.style.background = study.voices[value].colour;
      const on = name === "month" ? (question.from || "").startsWith(value) : question[name] === value;
      return el("li", {}, el("button", { type: "button", "aria-pressed": String(on), title: label, onclick: () => filter(name, on ? "" : value) },
        el("span", { class: "name" }, label), el("span", { class: "track" }, fill), el("span", { class: "n" }, n.toLocaleString("en"))));
    }

    results.append(filters, status, actions,
      el("div", { class: "left" }, options.beside || "", inside), el("div", { class: "right" }, list, more));

    function filter(name, value) {
      if (name === "month") {
        delete question.from;
        delete question.to;
        if (value) Object.assign(question, { from: `${value}-01`, to: `${value}-${new Date(+value.slice(0, 4), +value.slice(5), 0).getDate()}` });
      } else if (value) question[name] = value;
      else delete question[name];
      show();
    }

    function fill() {
      for (const [name, field] of Object.entries(fields)) {
        field.value = name === "month" ? (question.from || "").slice(0, 7) : question[name] || "";
      }
      const others = Object.keys(question).filter((key) => !(key in fields) && !["from", "to", "measured"].includes(key) && question[key]);
      rest.replaceChildren(...others.map((key) => el("button", { type: "button", class: "chosen", "aria-label": `Take out ${key}`,
        onclick: () => { delete question[key]; show(); } }, `${told(key, question[key])} ×`)));
    }
    const told = (key, value) => ({ scored: "with a score", toward: "scored toward it", coded: "in a language of the codebook", by: "frames by the model" })[key] || words({ [key]: value }, study);

    function show() {
      chosen = select(held, question);
      if (ORDERS[order][1]) chosen = [...chosen].sort(ORDERS[order][1]);
      title.textContent = words(question, study);
      fill();
      const articles = new Set(chosen.map((s) => s.article)), stories = new Set(chosen.map((s) => s.article.story));
      let text = count(chosen.length, "sentence");
      if (NARROWS.some((key) => question[key])) {
        const base = select(held, Object.fromEntries(Object.entries(question).filter(([key]) => !NARROWS.includes(key) && key !== "toward"))).length;
        if (base) text += ` of ${base.toLocaleString("en")} (${percent(chosen.length / base)})`;
      }
      if (chosen.length) text += ` in ${count(articles.size, "article")}`;
      if (stories.size < articles.size) text += `, ${count(stories.size, "story", "stories")}`;
      if (!held.all) text += `. This page holds ${held.sentences.length.toLocaleString("en")} of the study’s ${held.total.toLocaleString("en")} sentences, in articles drawn by lot; all are in tables/sentences.parquet`;
      status.textContent = `${text}.`;
      list.replaceChildren();
      shown = 0;
      if (!results.hidden) begin();
      if (inside.open) facets();
      changed(question, chosen);
    }

    /** The first sentences of the list; the rest of a step follows when these are painted and nothing else is to do. */
    function begin() {
      grow(FIRST);
      const seen = chosen;
      idle(() => { if (seen === chosen && shown === FIRST) grow(STEP - FIRST); });
    }

    function grow(by) {
      list.append(...chosen.slice(shown, shown + by).map((sentence) => item(sentence)));
      shown = Math.min(shown + by, chosen.length);
      more.hidden = shown >= chosen.length;
      more.textContent = `Show more (${(chosen.length - shown).toLocaleString("en")} left)`;
    }

    function item(sentence) {
      const reasons = later("Why this voice?", () => [why(sentence, study)]);
      const doubts = later("Not right?", () => notRight(sentence, study));
      return el("li", { lang: sentence.article.language || null },
        el("p", { class: "quote" }, chip(sentence, study), ...marked(sentence, found(sentence, question, study))),
        el("p", { class: "meta", lang: "en" }, ...unbroken(facts(sentence, study, question))),
        el("div", { class: "more-of", lang: "en" }, reasons, doubts,
          el("button", { type: "button", class: "link", onclick: (event) => read(sentence, event.target) }, "Read it in the article")));
    }

    // -- the reader
    let returned = null;
    function read(sentence, button) {
      returned = button;
      const article = sentence.article, body = el("div", { class: "article", lang: article.language || null });
      const info = el("div", { class: "info", role: "status" });
      const frames = el("input", { type: "checkbox", onchange: () => body.classList.toggle("with-frames", frames.checked) });
      const spans = new Map();
      let paragraph = null, heading = false;
      for (const s of article.sentences) {
        const isHead = s.kind !== "body";
        if (!paragraph || s.paragraph || isHead !== heading) {
          paragraph = el("p", { class: isHead ? "headline" : "" });
          body.append(paragraph);
          heading = isHead;
        }
        const hits = s.frames.map(([at, low, high]) => [`framed frame-${at}`, low, high]);
        const piece = el("span", { class: "sentence", role: "button", tabindex: "0", onclick: () => tell(s, piece),
          onkeydown: (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); tell(s, piece); } } },
          ...marked(s, [...parts(s), ...hits]));
        colour(piece, s);
        spans.set(s, piece);
        paragraph.append(piece, " ");
      }
      const tell = (s, piece) => {
        for (const other of body.querySelectorAll(".told")) other.classList.remove("told");
        piece.classList.add("told");
        info.replaceChildren(el("p", { class: "meta" }, chip(s, study), ...unbroken(facts(s, study, {}))), why(s, study), later("Not right?", () => notRight(s, study)));
      };
      const here = [...new Set(article.sentences.flatMap((s) => s.voices))];
      const legend = el("p", { class: "legend" }, ...here.map((voice) => {
        return el("span", {}, chip({ voices: [voice] }, study), `${study.voices[voice]?.label || voice} ${article.sentences.filter((s) => s.voices.includes(voice)).length} `);
      }));
      const source = [article.outlet, article.author, article.published.slice(0, 10)].filter(Boolean).join(" · ");
      const link = /^https?:\/\//.test(article.url) ? el("a", { href: article.url, rel: "noopener noreferrer" }, "Original") : "";
      reader.replaceChildren(
        el("p", {}, el("button", { type: "button", class: "back", onclick: back }, "← Back to the sentences")),
        el("h3", { tabindex: "-1", lang: article.language || null }, article.title || `Article ${article.id}`),
        el("p", { class: "meta" }, source, link ? " · " : "", link), legend,
        el("p", { class: "legend" }, el("b", { class: "source" }, "source"), " ", el("span", { class: "cue" }, "cue"), " ",
          el("span", { class: "content" }, "content"), " ", el("label", {}, frames, " frames"), " Headline and body; click a sentence."),
        info, body);
      results.hidden = true;
      reader.hidden = false;
      tell(sentence, spans.get(sentence));
      reader.querySelector("h3").focus({ preventScroll: true });
      spans.get(sentence).scrollIntoView({ block: "center" });
    }

    function colour(piece, sentence) {
      const known = sentence.voices.filter((voice) => voice !== "narrator");
      if (!known.length) return;
      const colours = known.map((voice) => study.voices[voice]?.colour || "#888");
      piece.classList.add("voiced");
      if (["unknown", "unmeasured"].includes(known[0])) piece.classList.add("unsure");
      piece.style.setProperty("--voice", colours[0]);
      piece.style.setProperty("--second", colours[1] || colours[0]);
    }

    function back() {
      reader.hidden = true;
      results.hidden = false;
      if (!shown) begin();
      (returned || title).focus();
    }

    /** The page makes room for the panel, or takes it back; what was clicked stays where the eye is. */
    function aside(there) {
      if (document.body.classList.contains("with-panel") === there) return;
      const top = () => from?.getBoundingClientRect().top ?? 0;
      const before = top();
      document.body.classList.toggle("with-panel", there);
      if (scrollY) scrollBy({ top: top() - before, behavior: "instant" });
    }

    /** The sentences of a question, or one of them in its article: then the list is made when the reader goes back. */
    function open(asked, opener = null, sentence = null) {
      question = { ...asked };
      if (opener) from = opener;
      reader.hidden = true;
      results.hidden = sentence !== null;
      element.hidden = false;
      show();
      element.scrollTop = 0;
      if (sentence) read(sentence, null);
      // all figures are laid out anew for it, so the sentences are painted before
      requestAnimationFrame(() => setTimeout(() => aside(!options.inline && !element.hidden)));
      if (!options.inline && !sentence) title.focus({ preventScroll: true });
    }

    function shut() {
      element.hidden = true;
      aside(false);
      changed(null, []);
      if (from && from.isConnected) from.focus();
    }

    return { element, open, shut, read: (id, opener = null) => {
      const s = held.sentences.find((each) => each.id === id);
      if (s) open({ article: s.article.id }, opener, s);
    },
      get question() { return question; }, get chosen() { return chosen; } };
  }

  // ---- the figures -----------------------------------------------------------------------------------------------

  /** Let the marks of the figures in root say what they are and open their sentences. */
  function attach(root, held, opened) {
    const byId = new Map(held.sentences.map((s) => [s.id, s]));
    const tip = el("div", { class: "tip", hidden: true, role: "tooltip" });
    root.append(tip);
    for (const figure of root.querySelectorAll("figure.live")) {
      const told = JSON.parse(figure.querySelector("script.marks").textContent);
      for (const layout of figure.querySelectorAll(":scope > div")) marks(layout, told);
      rows(figure, told);
      buttons(figure, told);
    }

    function ask(told, row) {
      const question = told.marks[row]?.[0];
      return question && { measured: "yes", ...question };
    }

    function saying(question, text) {
      if (!question) return text;
      if (!question.read) return `${text}. Opens ${count(select(held, question).length, "sentence")}`;
      const s = byId.get(question.read);
      return s ? `${facts(s, held.study, {})}: ${s.text}` : "";
    }

    function marks(layout, told) {
      const groups = new Map();
      for (const mark of layout.querySelectorAll(".mark")) {
        const row = mark.dataset.row;
        groups.set(row, [...(groups.get(row) || []), mark]);
      }
      const stops = [];
      for (const [row, elements] of groups) {
        const question = ask(told, row), main = elements[elements.length - 1], text = told.marks[row][1];
        let known = null; // counted when it is asked for: of a large study the marks are many
        const says = () => (known ??= saying(question, text));
        for (const element of elements) {
          element.addEventListener("pointerenter", (event) => point(event, says(), elements));
          element.addEventListener("pointermove", (event) => place(event.clientX, event.clientY));
          element.addEventListener("pointerleave", () => leave(elements));
          if (question) element.addEventListener("click", () => opened(question, main, told));
        }
        main.setAttribute("role", question ? "button" : "img");
        main.setAttribute("aria-label", question ? `${text || "A sentence"}: open` : text);
        if (!question) continue;
        for (const element of elements) element.classList.add("opens");
        stops.push(main);
        main.setAttribute("tabindex", stops.length === 1 ? "0" : "-1");
        main.addEventListener("focus", () => {
          const box = main.getBoundingClientRect();
          main.setAttribute("aria-label", says());
          point(null, says(), elements);
          place(box.right, box.bottom);
        });
        main.addEventListener("blur", () => leave(elements));
        main.addEventListener("keydown", (event) => {
          if (event.key === "Enter" || event.key === " ") { event.preventDefault(); opened(question, main, told); }
          const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
          if (!step) return;
          event.preventDefault();
          const next = stops[(stops.indexOf(main) + step + stops.length) % stops.length];
          main.setAttribute("tabindex", "-1");
          next.setAttribute("tabindex", "0");
          next.focus();
        });
      }
    }

    function point(event, text, elements) {
      tip.textContent = text;
      tip.hidden = false;
      for (const element of elements) element.classList.add("pointed");
      if (event) place(event.clientX, event.clientY);
    }
    function place(x, y) {
      const box = tip.getBoundingClientRect(), edge = root.ownerDocument.documentElement.clientWidth;
      tip.style.left = `${Math.max(4, Math.min(x + 12, edge - box.width - 8))}px`;
      tip.style.top = `${y + 16 + box.height > window.innerHeight ? y - box.height - 10 : y + 16}px`;
    }
    function leave(elements) {
      tip.hidden = true;
      for (const element of elements) element.classList.remove("pointed");
    }

    function rows(figure, told) {
      for (const row of figure.querySelectorAll("details.table tr[data-row]")) {
        const question = ask(told, row.dataset.row), first = row.firstElementChild;
        if (!question || !first) continue;
        const button = el("button", { type: "button", class: "link", onclick: () => opened(question, button, told) }, first.textContent);
        button.setAttribute("aria-label", `${told.marks[row.dataset.row][1] || first.textContent}: open the sentences`);
        first.replaceChildren(button);
      }
    }

    function buttons(figure, told) {
      const svg = () => [...figure.querySelectorAll(":scope > div")].find((layout) => layout.offsetParent !== null).querySelector("svg");
      const caption = figure.querySelector("figcaption");
      const data = () => csv([told.table.heads, ...told.table.rows.map((row) => row.slice(1))]);
      caption.append("Click a mark to read its sentences. ",
        button("CSV", `The numbers of “${told.title}” as CSV`, () => save(data(), `${told.name}.csv`, "text/csv")),
        button("SVG", `“${told.title}” as SVG`, () => save(standalone(svg()), `${told.name}.svg`, "image/svg+xml")),
        button("PNG", `“${told.title}” as PNG`, () => raster(svg(), `${told.name}.png`)));
    }
    function button(text, label, onclick) {
      return el("button", { type: "button", "aria-label": label, onclick }, text);
    }
  }

  /** A picture that stands alone, with its fonts. */
  function standalone(svg) {
    const copy = svg.cloneNode(true), box = svg.viewBox.baseVal;
    copy.setAttribute("width", box.width);
    copy.setAttribute("height", box.height);
    for (const mark of copy.querySelectorAll(".mark")) for (const name of ["tabindex", "role", "aria-label", "class", "data-row"]) mark.removeAttribute(name);
    const style = document.createElementNS(SVG, "style");
    style.textContent = `${document.getElementById("faces")?.textContent || ""} *{stroke-linejoin:round;stroke-linecap:butt}`;
    copy.prepend(style);
    return new XMLSerializer().serializeToString(copy).replaceAll("var(--figure)", "House, 'Source Sans Pro', sans-serif");
  }

  function raster(svg, name, scale = 3) {
    const image = new Image(), box = svg.viewBox.baseVal;
    image.onload = () => {
      const canvas = el("canvas", { width: Math.round(box.width * scale), height: Math.round(box.height * scale) });
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => save(blob, name, "image/png"), "image/png");
    };
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standalone(svg))}`;
  }

  return { unpack, store, select, words, panel, attach, el, item: { facts, chip } };
})();
