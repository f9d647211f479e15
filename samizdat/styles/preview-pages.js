// The printed pages beside the text: the one with the place that is read is the one in view.
const order = (id) => /^(\d+)\.(\d+)$/.exec(id)?.slice(1).map(Number);
const pageOf = (id) => {
  const wanted = order(id);
  if (!wanted) return null;
  let found = null;
  for (const item of document.querySelectorAll("#pages li[data-block]")) {
    const begin = order(item.dataset.block);
    if (!begin) continue;
    const isBefore = begin[0] < wanted[0] || (begin[0] === wanted[0] && (begin[1] < wanted[1]
      || (begin[1] === wanted[1] && (item.dataset.offset === "0" || !found))));
    if (isBefore) found = item; else break;
  }
  return found;
};
// Shows which page has the block, and moves the list to it.
export const followPage = (id) => {
  const item = id ? pageOf(id) : null;
  for (const one of document.querySelectorAll("#pages .current")) if (one !== item) one.classList.remove("current");
  if (!item) return;
  item.classList.add("current");
  const list = item.closest("section");
  list.scrollTo({ top: item.offsetTop - 48, behavior: "instant" });
};

// The block that is read: the one about a third below the upper edge.
export const blockRead = (text) => {
  const { innerWidth, innerHeight } = text.defaultView;
  for (const share of [0.35, 0.45, 0.25, 0.55]) {
    const found = text.elementFromPoint(innerWidth / 2, innerHeight * share);
    const block = found?.closest("[data-block]:not(.note *)");
    if (block) return block.dataset.block;
  }
  return "";
};

// The page that is looked at is drawn before the others, and before any of the new ones is shown.
export const drawnFirst = async (fresh) => {
  const there = document.querySelector("#pages .current");
  const item = there && fresh.getElementById(there.id);
  if (!item) return;
  const picture = new Image();
  picture.src = item.querySelector("img").getAttribute("src");
  await picture.decode().catch(() => {});
};
