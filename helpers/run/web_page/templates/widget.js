// The notebook explore: filters, figures and sentences on one screen; what is chosen goes back to Python.
export default {
  async render({ model, el: place }) {
    const { el } = WhoseWords, root = el("div", { class: "whose-words" });
    place.append(root);
    const held = WhoseWords.store(await WhoseWords.unpack(model.get("packed")), model.get("study"));
    const picture = el("div", { class: "picture" }), status = el("p", { class: "meta", role: "status" });
    const choose = el("select", { "aria-label": "Figure", onchange: () => { model.set("shown", choose.value); model.save_changes(); } });
    for (const [name, label] of model.get("choices")) choose.append(el("option", { value: name }, label));
    choose.value = model.get("shown");
    const query = el("pre", {}), asked = el("details", {}, el("summary", {}, "This selection in SQL"), query);
    const button = (label, what) => el("button", { type: "button", class: "link", onclick: () => model.send({ do: what }) }, label);
    const beside = el("div", { class: "beside" }, el("p", { class: "actions" }, el("label", {}, "Figure ", choose),
      button("Save figure", "figure"), button("Save settings", "settings")), status, picture, asked);
    const panel = WhoseWords.panel(held, { inline: true, beside, changed: (question) => {
      model.set("question", question || {});
      model.save_changes();
    } });
    root.append(panel.element);
    const draw = () => {
      picture.innerHTML = model.get("figure"); // made and cleaned by helpers.run.web_page.figures, from numbers and names
      WhoseWords.attach(picture, held, (question) => (question.read ? panel.read(question.read) : panel.open(question)));
    };
    const tell = () => { status.textContent = model.get("status"); query.textContent = model.get("sql"); };
    model.on("change:figure", draw);
    model.on("change:status", tell);
    model.on("change:sql", tell);
    draw();
    tell();
    panel.open(model.get("question"));
  },
};
