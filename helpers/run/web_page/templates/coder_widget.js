// Coding in JupyterLab: every answer goes to Python, which writes it into the sheet.
export default {
  render({ model, el: place }) {
    const { el } = Common, root = el("div", { class: "whose-words" }), status = el("p", { class: "told", role: "status" });
    place.append(root);
    const tell = () => { status.textContent = model.get("status"); };
    function draw() {
      const given = model.get("given");
      if (given.rows) {
        const coder = Coder.view(given, { foot: status, changed: (at, cells) => model.send({ at, cells }) });
        root.replaceChildren(coder.element);
        coder.begin(Math.max(coder.open(), 0), false);
      } else {
        root.replaceChildren(status, el("button", { type: "button", class: "main", onclick: () => model.send({ do: "draw" }) }, model.get("offer")));
      }
      tell();
    }
    model.on("change:given", draw);
    model.on("change:status", tell);
    draw();
  },
};
