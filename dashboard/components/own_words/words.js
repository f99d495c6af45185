// Streamlit's own words in the language of the page. A word is replaced where it is all of an
// attribute, or all of a text within an element that holds nothing but Streamlit's own; what it
// announces to a screen reader, by its form.
const ATTRIBUTES = ["aria-label", "placeholder", "title"];
const ANNOUNCED = "[data-live-announcer]";
let watch = null;

export default function ({ data }) {
  watch?.disconnect();
  const words = new Map(data.words);
  const forms = data.forms.map(([form, ours]) => [new RegExp(form, "s"), ours]);

  const named = (element) => {
    for (const name of ATTRIBUTES) {
      const word = words.get(element.getAttribute(name));
      if (word !== undefined) element.setAttribute(name, word);
    }
  };
  const said = (text) => {
    const word = words.get(text.nodeValue.trim());
    if (word !== undefined && text.parentElement?.closest(data.places)) text.nodeValue = word;
    else if (text.parentElement?.closest(ANNOUNCED)) announced(text);
  };
  const announced = (text) => {
    const found = forms.find(([form]) => form.test(text.nodeValue));
    if (found) text.nodeValue = text.nodeValue.replace(...found);
  };
  const drawn = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return said(node);
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    named(node);
    node.querySelectorAll(ATTRIBUTES.map((name) => `[${name}]`).join()).forEach(named);
    const places = `${data.places},${ANNOUNCED}`;
    const own = node.closest(places) ? [node] : node.querySelectorAll(places);
    for (const place of own) {
      const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) said(texts.currentNode);
    }
  };

  drawn(document.body);
  watch = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "attributes") named(change.target);
      else if (change.type === "characterData") said(change.target);
      else change.addedNodes.forEach(drawn);
    }
  });
  watch.observe(document.body, {
    attributeFilter: ATTRIBUTES,
    characterData: true,
    childList: true,
    subtree: true,
  });
}
