// Lines of a source. Everything that comes from data becomes a text node.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".source");
  root.replaceChildren();
  root.setAttribute("aria-label", data.label);
  for (const line of data.lines) {
    const row = document.createElement("div");
    const number = document.createElement("span");
    const words = document.createElement("span");
    row.className = "line";
    number.className = "number";
    words.className = "words";
    number.append(line.number);
    for (const piece of line.pieces) {
      const node = document.createElement(piece.marked ? "mark" : "span");
      node.append(piece.text);
      words.append(node);
    }
    row.append(number, words);
    root.append(row);
  }
  const mark = root.querySelector("mark");
  if (mark) {
    root.scrollTop = mark.offsetTop - root.offsetTop - root.clientHeight / 3;
  }
}
