// The blocks of a text in its frame: where they are, which are new, and how a new one is shown.
export const blockOf = (text, id) => {
  const heading = /^(\d+)\.0$/.exec(id);
  return text.querySelector(`[data-block="${CSS.escape(id)}"]`)
    ?? (heading && text.querySelectorAll("main > section")[heading[1] - 1]?.querySelector(":scope > h1"))
    ?? text.getElementById(id);
};
// A note that is shut away is shown by its call.
export const shownFor = (text, block) => {
  if (!block || block.getClientRects().length) return block;
  const note = block.closest(".note");
  return note && text.querySelector(`a[href="#${CSS.escape(note.id)}"]`);
};
const goTo = (text, block) => {
  const box = block.getBoundingClientRect(), room = text.defaultView.innerHeight;
  if (box.top < room * 0.1 || box.bottom > room * 0.9) {
    block.scrollIntoView({ block: box.height > room * 0.6 ? "start" : "center", behavior: "instant" });
  }
};
const light = (block) => {
  block.removeAttribute("data-changed");
  void block.offsetWidth; // so that the light begins again
  block.setAttribute("data-changed", "");
  setTimeout(() => block.removeAttribute("data-changed"), 2500);
};
export const show = (text, ids) => {
  const blocks = ids.map((id) => shownFor(text, blockOf(text, id))).filter(Boolean);
  if (blocks.length) goTo(text, blocks[0]);
  for (const block of new Set(blocks)) light(block);
};

// Only elements that differ are put in, so that the place and what is open stay.
export const renew = (old, fresh) => {
  if (old.isEqualNode(fresh)) return;
  const before = [...old.childNodes], after = [...fresh.childNodes];
  if (old.nodeName !== fresh.nodeName || !old.cloneNode().isEqualNode(fresh.cloneNode())
      || !old.matches(".book, main, section, .body, header, nav, ol, ul, footer")) {
    old.replaceWith(fresh);
    return;
  }
  let first = 0, last = 0;
  const most = Math.min(before.length, after.length);
  while (first < most && before[first].isEqualNode(after[first])) first += 1;
  while (last < most - first && before.at(-1 - last).isEqualNode(after.at(-1 - last))) last += 1;
  const gone = before.slice(first, before.length - last);
  const come = after.slice(first, after.length - last);
  if (gone.length === come.length) {
    gone.forEach((one, number) => {
      if (one.nodeType === Node.ELEMENT_NODE && come[number].nodeType === Node.ELEMENT_NODE) {
        renew(one, come[number]);
      } else one.replaceWith(come[number]);
    });
    return;
  }
  const behind = before[before.length - last] ?? null;
  for (const one of come) old.insertBefore(one, behind);
  for (const one of gone) one.remove();
};
