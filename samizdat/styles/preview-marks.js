// Findings beside their blocks, in a layer over the text that no style of the book reaches.
import { blockOf, shownFor } from "./preview-blocks.js";

const looks = `
  :host { all: initial }
  details { position: absolute; z-index: 5; font: 14px/1.45 system-ui, sans-serif; color: #25221e; max-width: 22rem }
  summary { list-style: none; cursor: pointer; display: inline-block; padding: 2px 6px; min-width: 24px; min-height: 24px; box-sizing: border-box;
    border-radius: 3px; font: 600 12px/20px ui-monospace, monospace; background: #ffe9a8; color: #5c4300 }
  summary::-webkit-details-marker { display: none }
  .error summary { background: #ffd9d3; color: #8c1712 }
  summary:focus-visible { outline: 2px solid #1f4e79; outline-offset: 2px }
  details[open] { z-index: 6 }
  div { background: #fff; border: 1px solid #e3ded4; border-inline-start: 4px solid #7a5900; border-radius: 3px; padding: .5rem .8rem;
    margin-top: 2px; box-shadow: 0 4px 16px rgb(0 0 0 / .18); width: min(20rem, 80vw); box-sizing: border-box; overflow-wrap: anywhere }
  .error div { border-inline-start-color: #a8201a }
  p { margin: .3em 0 } .hint, .head { color: #6b655c } .head .code { display: none }`;
const layerOf = (text) => {
  let host = text.getElementById("samizdat-preview");
  if (!host) {
    host = text.createElement("div");
    host.id = "samizdat-preview";
    host.lang = "en";
    host.dir = "ltr";
    host.attachShadow({ mode: "open" });
    text.body.append(host);
  }
  return host.shadowRoot;
};

const markOf = (text, id, items) => {
  const mark = text.createElement("details");
  mark.dataset.block = id;
  mark.className = items.some((item) => item.classList.contains("error")) ? "error" : "review";
  const head = text.createElement("summary");
  const codes = [...new Set(items.map((item) => item.dataset.code))];
  head.textContent = codes.length > 1 ? `${codes[0]} +${codes.length - 1}` : codes[0];
  const body = text.createElement("div");
  for (const item of items) {
    for (const part of item.children) {
      const copy = text.importNode(part, true);
      for (const button of copy.querySelectorAll("button")) button.replaceWith(button.textContent);
      body.append(copy);
    }
  }
  mark.append(head, body);
  return mark;
};

// Beside the block where there is room, and above its corner where there is none.
const put = (mark, block, text) => {
  const box = block.getBoundingClientRect(), view = text.defaultView;
  const isRight = text.documentElement.dir === "rtl";
  const room = isRight ? view.innerWidth - box.right : box.left;
  mark.style.top = `${box.top + view.scrollY - (room > 84 ? 0 : 22)}px`;
  mark.style[isRight ? "right" : "left"] = `${room > 84 ? room - 80 : 2}px`;
};

// Puts a mark beside each block that an item of the list of findings names.
export const mark = (text, items) => {
  if (!text.querySelector(".book")) return;
  const layer = layerOf(text);
  const open = new Set([...layer.querySelectorAll("details[open]")].map((one) => one.dataset.block));
  const byBlock = new Map();
  for (const item of items) {
    const id = item.dataset.block;
    byBlock.set(id, [...(byBlock.get(id) ?? []), item]);
  }
  const style = text.createElement("style");
  style.textContent = looks;
  const marks = [];
  for (const [id, own] of byBlock) {
    const block = shownFor(text, blockOf(text, id));
    if (!block) continue;
    const one = markOf(text, id, own);
    one.open = open.has(id);
    put(one, block, text);
    marks.push(one);
  }
  layer.replaceChildren(style, ...marks);
};
