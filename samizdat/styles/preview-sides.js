// Two languages side by side: fellows begin at one height, and both frames scroll as one.
import { blockOf } from "./preview-blocks.js";

const moved = [];
export const straighten = () => {
  for (const block of moved.splice(0)) {
    for (const name of ["padding-block-start", "border-block-start", "background-clip"]) block.style.removeProperty(name);
    if (!block.getAttribute("style")) block.removeAttribute("style");
  }
};
// Margins would fall together with others; a box that is seen must not grow either.
const lower = (block, room) => {
  const looks = getComputedStyle(block);
  if (looks.backgroundColor === "rgba(0, 0, 0, 0)") {
    block.style.setProperty("padding-block-start", `${(parseFloat(looks.paddingBlockStart) || 0) + room}px`);
  } else {
    block.style.setProperty("border-block-start", `${room}px solid transparent`);
    block.style.setProperty("background-clip", "padding-box");
  }
  moved.push(block);
};
// Fellows begin at one height: the one that comes too early is lowered.
export const align = (texts, pairs) => {
  straighten();
  const tops = [];
  for (const pair of pairs) {
    const both = pair.map((id, side) => blockOf(texts[side], id));
    if (both.every((one) => one && one.getClientRects().length && !one.closest(".note"))) {
      tops.push({ both, tops: both.map((one, side) => one.getBoundingClientRect().top + texts[side].defaultView.scrollY) });
    }
  }
  tops.sort((one, other) => one.tops[0] - other.tops[0]);
  const lowered = [0, 0];
  let lowest = -1;
  const wanted = [];
  for (const one of tops) {
    if (one.tops[1] < lowest) continue; // it stands elsewhere in the translation
    lowest = one.tops[1];
    const apart = one.tops[0] + lowered[0] - one.tops[1] - lowered[1];
    if (Math.abs(apart) < 1) continue;
    const side = apart > 0 ? 1 : 0;
    lowered[side] += Math.abs(apart);
    wanted.push([one.both[side], Math.abs(apart)]);
  }
  for (const [block, room] of wanted) lower(block, room);
};
export const keepLevel = (one, other) => one.contentWindow.addEventListener("scroll", () => {
  const top = one.contentWindow.scrollY;
  if (Math.abs(other.contentWindow.scrollY - top) > 1) other.contentWindow.scrollTo({ top, behavior: "instant" });
}, { passive: true });
