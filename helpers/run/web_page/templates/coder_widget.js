// Coding in JupyterLab: every answer goes to Python, which writes it into the sheet.
export default {
  render({ model, el: place }) {
    const { el } = Common, root = el("div", { class: "whose-words" }), status = el("p", { class: "told", role: "status" });
    place.append(root);
    const tell = () => { status.textContent = model.get("status"); };
    function draw(asked) {
      const given = model.get("given");
      if (given.rows) {
        const coder = Coder.view(given, { foot: status, changed: (at, cells) => model.send({ at, cells }) });
        root.replaceChildren(coder.element);
        coder.begin(Math.max(coder.open(), 0), asked); // what was not asked for takes no focus
      } else {
        const offer = model.get("offer"), button = el("button", { type: "button", class: "main", onclick: () => model.send({ do: "draw" }) }, offer);
        root.replaceChildren(el("div", { class: "coder" }, status, offer ? button : ""));
      }
      tell();
    }
    model.on("change:given", () => draw(true));
    model.on("change:status", tell);
    draw(false);
  },
};
