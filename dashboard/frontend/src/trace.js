// The trace as boxes and arrows. Positions and pictures come from Python; here they are shown,
// moved, walked along and selected. Text from data enters as text nodes and images only.
import cytoscape from "cytoscape";

const VIEWS = new WeakMap();
const WORDS = {
  zh: { graph: "溯源图：方向键沿边移动，回车展开，Esc 取消选择", fit: "全图", in: "放大", out: "缩小", png: "存为 PNG" },
  en: { graph: "trace: arrow keys walk along edges, Enter expands, Esc clears", fit: "fit", in: "zoom in", out: "zoom out", png: "save as PNG" },
};

// Each box is one picture: Cytoscape's textures and layers of textures, which help where thousands
// are drawn of shapes, would only draw every picture twice before it is seen once.
cytoscape("renderer", "canvas").prototype.drawLayeredElements = function (context, elements, ratio, seen) {
  for (let n = 0; n < elements.length; n++) {
    const at = elements[n].boundingBox();
    if (at.x1 <= seen.x2 && at.x2 >= seen.x1 && at.y1 <= seen.y2 && at.y2 >= seen.y1) this.drawElement(context, elements[n]);
  }
};

export default function (component) {
  const { data, parentElement } = component;
  let view = VIEWS.get(parentElement);
  if (!view) {
    view = new TraceView(parentElement);
    VIEWS.set(parentElement, view);
  }
  view.tell = component;
  view.show(data);
  return () => {
    view.close();
    VIEWS.delete(parentElement);
  };
}

class TraceView {
  constructor(root) {
    this.moves = new Map();
    this.told = 0;
    this.box = root.querySelector(".trace");
    this.canvas = root.querySelector(".canvas");
    this.twin = root.querySelector(".twin");
    this.said = root.querySelector(".said");
    this.cy = cytoscape({
      container: this.canvas,
      style: STYLE,
      minZoom: 0.15,
      maxZoom: 3,
      wheelSensitivity: 0.2,
      boxSelectionEnabled: false,
      autounselectify: true,
    });
    this.cy.on("tap", "node", (e) => this.tapped(e.target.id()));
    this.cy.on("tap", (e) => e.target === this.cy && this.choose(null));
    this.cy.on("dragfree", "node", (e) => {
      this.moved.set(e.target.id(), { ...e.target.position() });
      e.target.addClass("moved");
    });
    this.canvas.addEventListener("keydown", (e) => this.key(e));
    for (const [name, act] of Object.entries({
      fit: () => this.fit(),
      in: () => this.zoom(1.25),
      out: () => this.zoom(0.8),
      png: () => this.save(),
    })) {
      root.querySelector(`.${name}`).addEventListener("click", act);
    }
    this.resized = new ResizeObserver(() => this.cy.resize());
    this.resized.observe(this.canvas);
  }

  show(data) {
    this.words = WORDS[data.lang] ?? WORDS.zh;
    this.canvas.setAttribute("aria-label", `${data.label} ${this.words.graph}`);
    for (const button of this.box.querySelectorAll("button[data-word]")) {
      button.title = this.words[button.dataset.word];
      button.setAttribute("aria-label", button.title);
    }
    const first = this.asked !== data.asked;
    this.asked = data.asked;
    if (first) this.moved = this.movesOf(data.asked);
    const wanted = new Map(data.nodes.map((n) => [n.id, n]));
    this.cy.batch(() => {
      this.cy.elements().filter((e) => e.isEdge() || !wanted.has(e.id())).remove();
      const fresh = data.nodes.map((node) => this.place(node)).filter(Boolean);
      const edges = data.edges.map((edge) => ({ group: "edges", data: { id: `${edge.from}>${edge.to}`, source: edge.from, target: edge.to, ...edge.line }, classes: edge.across ? "across" : "down" }));
      this.cy.add([...fresh, ...edges]);
    });
    this.list(data.nodes);
    if (first) this.fit();
    this.echo(data.selected, data.heard);
    this.box.dataset.nodes = String(data.nodes.length);
    this.box.dataset.asked = data.asked;
  }

  // Where somebody has put boxes of a drawing; they stand there again when one comes back to it.
  movesOf(asked) {
    if (!this.moves.has(asked)) this.moves.set(asked, new Map());
    return this.moves.get(asked);
  }

  // Puts a box that is there in its place; gives back one that is not, to be added with the others.
  place(node) {
    const fields = { id: node.id, width: node.width, height: node.height, picture: node.picture, text: node.text, opens: node.opens ?? "", title: node.title ?? "" };
    const there = this.cy.getElementById(node.id);
    const position = this.moved.get(node.id) ?? { x: node.x + node.width / 2, y: node.y + node.height / 2 };
    if (there.empty()) {
      return { group: "nodes", data: fields, position, classes: node.kind, grabbable: node.kind !== "stage" };
    }
    there.data(fields);
    there.position(position);
    there.toggleClass("moved", this.moved.has(node.id));
    return null;
  }

  // The same boxes as buttons: what a screen reader reads, the tab key reaches and tests press.
  list(nodes) {
    this.twin.replaceChildren(
      ...nodes.filter((n) => n.kind !== "stage").map((node) => {
        const button = document.createElement("button");
        button.type = "button";
        button.dataset.node = node.id;
        button.textContent = node.text;
        button.tabIndex = -1;
        button.addEventListener("click", () => this.tapped(node.id));
        return button;
      }),
    );
  }

  tapped(id) {
    const node = this.cy.getElementById(id);
    if (node.hasClass("stage")) return;
    if (node.data("opens")) this.tell.setTriggerValue("opened", node.data("opens"));
    else this.choose(id);
  }

  // What Python says is chosen; choices have numbers, and it says the last one that it `heard`.
  // While it still answers an earlier choice, the later one stands.
  echo(id, heard) {
    if (heard < this.told) return;
    this.told = heard;
    this.mark(id);
  }

  choose(id) {
    if (this.selected === id) return;
    this.mark(id);
    this.told += 1;
    // As an event, for the same box may be chosen again after Python has chosen another.
    this.tell.setTriggerValue("chosen", `${this.told} ${id ?? ""}`);
  }

  mark(id) {
    this.selected = id || null;
    this.cy.nodes().removeClass("selected");
    this.cy.elements().removeClass("near");
    this.said.textContent = "";
    const node = id ? this.cy.getElementById(id) : null;
    if (!node || node.empty()) return;
    node.addClass("selected");
    node.connectedEdges().addClass("near");
    this.said.textContent = node.data("text");
    const seen = this.cy.extent();
    const at = node.boundingBox();
    if (at.x1 < seen.x1 || at.x2 > seen.x2 || at.y1 < seen.y1 || at.y2 > seen.y2) this.cy.center(node);
  }

  key(event) {
    const moves = { ArrowRight: "out", ArrowDown: "next", ArrowLeft: "in", ArrowUp: "before" };
    if (event.key === "Escape") this.choose(null);
    else if (event.key === "Enter" && this.selected) this.tapped(this.selected);
    else if (moves[event.key]) this.walk(moves[event.key]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  walk(where) {
    const boxes = this.boxes();
    if (boxes.empty()) return;
    const from = this.selected ? this.cy.getElementById(this.selected) : boxes[0];
    if (!this.selected || from.empty()) return this.choose(boxes[0].id());
    const found = {
      out: () => from.outgoers("node")[0],
      in: () => from.incomers("node")[0],
      next: () => this.beside(from, 1),
      before: () => this.beside(from, -1),
    }[where]();
    if (found) this.choose(found.id());
  }

  boxes() {
    return this.cy.nodes().filter((node) => !node.hasClass("stage"));
  }

  beside(from, step) {
    const parent = from.incomers("node")[0];
    const group = (parent ? parent.outgoers("node") : this.boxes()).sort((a, b) => a.position("y") - b.position("y") || a.position("x") - b.position("x"));
    return group[group.toArray().findIndex((n) => n.id() === from.id()) + step];
  }

  // The whole width is seen, and as much of the height as is still legible; the rest is scrolled to.
  fit() {
    this.cy.resize();
    const all = this.cy.elements().boundingBox();
    const zoom = Math.min(this.cy.width() / (all.w + 24), 1.15);
    const whole = Math.min(zoom, this.cy.height() / (all.h + 24));
    this.cy.zoom(whole > 0.62 ? whole : Math.min(zoom, 0.85));
    this.cy.pan({ x: 12 - all.x1 * this.cy.zoom(), y: 8 - all.y1 * this.cy.zoom() });
  }

  zoom(by) {
    this.cy.zoom({ level: this.cy.zoom() * by, renderedPosition: { x: this.cy.width() / 2, y: this.cy.height() / 2 } });
  }

  save() {
    const link = document.createElement("a");
    link.download = "trace.png";
    link.href = this.cy.png({ full: true, scale: 2, bg: "#ffffff" });
    link.click();
  }

  close() {
    this.resized.disconnect();
    this.cy.destroy();
  }
}

const STYLE = [
  { selector: "node", style: { shape: "rectangle", width: "data(width)", height: "data(height)", "background-opacity": 0, "background-image": "data(picture)", "background-fit": "contain", "background-clip": "none", "bounds-expansion": 2, "overlay-padding": 3 } },
  { selector: "node.stage", style: { events: "no" } },
  // Boxes that come with a group do not cover one that somebody has put there.
  { selector: "node.moved", style: { "z-index": 1 } },
  { selector: "node.selected", style: { "outline-width": 3, "outline-color": "#0072B2", "outline-offset": 2 } },
  { selector: "edge", style: { width: 1.3, "line-color": "#777", "curve-style": "segments", "edge-distances": "endpoints", "segment-weights": "data(weights)", "segment-distances": "data(distances)", "source-endpoint": "data(from)", "target-endpoint": "data(to)" } },
  { selector: "edge.across", style: { "curve-style": "round-segments", "segment-radii": 6, "target-arrow-shape": "triangle", "target-arrow-color": "#777", "arrow-scale": 0.7 } },
  { selector: "edge.near", style: { width: 2.6, "line-color": "#0072B2", "target-arrow-color": "#0072B2" } },
];
