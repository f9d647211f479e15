// The page of a preview: it puts what is new into the text without loading it again, goes to the
// place that changed, and shows there what is found fault with. All texts are frames of its own.
"use strict";
(() => {
  const frames = [...document.querySelectorAll("iframe.text")];
  const own = frames.at(-1), source = frames.length > 1 ? frames[0] : null;
  const documentOf = (frame) => frame.contentDocument;
  const fetched = (path) => fetch(path, { cache: "no-store" });
  const asDocument = (html) => new DOMParser().parseFromString(html, "text/html");

  // --- blocks ----------------------------------------------------------------------------------

  const blockOf = (text, id) => {
    const heading = /^(\d+)\.0$/.exec(id);
    return text.querySelector(`[data-block="${CSS.escape(id)}"]`)
      ?? (heading && text.querySelectorAll("main > section")[heading[1] - 1]?.querySelector(":scope > h1"))
      ?? text.getElementById(id);
  };
  // A note that is shut away is shown by its call.
  const shownFor = (text, block) => {
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
  const show = (text, ids) => {
    const blocks = ids.map((id) => shownFor(text, blockOf(text, id))).filter(Boolean);
    if (blocks.length) goTo(text, blocks[0]);
    for (const block of new Set(blocks)) light(block);
  };

  // --- what is new in a text ---------------------------------------------------------------------

  // Only elements that differ are put in, so that the place and what is open stay.
  const renew = (old, fresh) => {
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

  const renewText = async (frame) => {
    const news = await (await fetched(`${frame.dataset.address}/news`)).json();
    if (!news.page || news.version === Number(frame.dataset.version)) return;
    frame.dataset.version = news.version;
    const text = documentOf(frame), fresh = asDocument(news.page);
    if (!text.querySelector(".book")) { frame.contentWindow.location.reload(); return; }
    text.title = fresh.title;
    for (const name of ["lang", "dir"]) text.documentElement.setAttribute(name, fresh.documentElement.getAttribute(name));
    const style = text.querySelector("head style"), theirs = fresh.querySelector("head style");
    if (style.textContent !== theirs.textContent) style.textContent = theirs.textContent;
    for (const one of text.querySelectorAll(".continue, [data-changed]")) {
      if (one.matches(".continue")) one.remove(); else one.removeAttribute("data-changed");
    }
    straighten();
    renew(text.querySelector(".book"), text.importNode(fresh.querySelector(".book"), true));
    if (frame === own) pairs = news.pairs;
    align();
    show(text, news.changed);
    place();
  };

  // --- the two languages side by side ------------------------------------------------------------

  let pairs = [];
  const moved = [];
  const straighten = () => {
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
  const align = () => {
    if (!source) return;
    straighten();
    const texts = [source, own].map(documentOf);
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
  const keepLevel = (one, other) => one.contentWindow.addEventListener("scroll", () => {
    const top = one.contentWindow.scrollY;
    if (Math.abs(other.contentWindow.scrollY - top) > 1) other.contentWindow.scrollTo({ top, behavior: "instant" });
  }, { passive: true });

  // --- the printed pages -------------------------------------------------------------------------

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
  let current = "";
  const followPage = () => {
    const item = current && pageOf(current);
    for (const one of document.querySelectorAll("#pages .current")) if (one !== item) one.classList.remove("current");
    if (!item) return;
    item.classList.add("current");
    const list = item.closest("section");
    list.scrollTo({ top: item.offsetTop - list.offsetTop - 48, behavior: "instant" });
  };
  const readPlace = () => {
    const text = documentOf(own), view = own.contentWindow;
    const across = view.innerWidth / 2;
    for (const share of [0.35, 0.45, 0.25, 0.55]) {
      const found = text.elementFromPoint(across, view.innerHeight * share);
      const block = found?.closest("[data-block]:not(.note *)");
      if (block) { current = block.dataset.block; break; }
    }
    followPage();
  };

  // --- what is found fault with -------------------------------------------------------------------

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
  const place = () => {
    const text = documentOf(own);
    if (!text.body || !text.querySelector(".book")) return;
    let host = text.getElementById("samizdat-preview");
    if (!host) {
      host = text.createElement("div");
      host.id = "samizdat-preview";
      host.lang = "en";
      host.dir = "ltr";
      host.attachShadow({ mode: "open" });
      text.body.append(host);
    }
    const isOpen = new Set([...host.shadowRoot.querySelectorAll("details[open]")].map((one) => one.dataset.block));
    const style = text.createElement("style");
    style.textContent = looks;
    const marks = new Map();
    if (document.getElementById("show-findings").checked) {
      for (const item of document.querySelectorAll("#findings li[data-block]")) {
        const id = item.dataset.block;
        marks.set(id, [...(marks.get(id) ?? []), item]);
      }
    }
    const view = text.defaultView;
    const isRight = text.documentElement.dir === "rtl";
    const all = [];
    for (const [id, items] of marks) {
      const block = shownFor(text, blockOf(text, id));
      if (!block) continue;
      const box = block.getBoundingClientRect();
      const mark = text.createElement("details");
      mark.dataset.block = id;
      mark.className = items.some((item) => item.classList.contains("error")) ? "error" : "review";
      mark.open = isOpen.has(id);
      const head = text.createElement("summary");
      const codes = [...new Set(items.map((item) => item.dataset.code))];
      head.textContent = codes.length > 1 ? `${codes[0]} +${codes.length - 1}` : codes[0];
      const body = text.createElement("div");
      for (const item of items) for (const part of item.children) {
        const copy = text.importNode(part, true);
        for (const button of copy.querySelectorAll("button")) button.replaceWith(button.textContent);
        body.append(copy);
      }
      mark.append(head, body);
      // Beside the block where there is room, and at its corner where there is none.
      const before = isRight ? view.innerWidth - box.right : box.left;
      const inset = before > 84 ? before - 80 : 2;
      mark.style.top = `${box.top + view.scrollY - (before > 84 ? 0 : 22)}px`;
      mark.style[isRight ? "right" : "left"] = `${inset}px`;
      all.push(mark);
    }
    host.shadowRoot.replaceChildren(style, ...all);
  };

  const renewPanel = async () => {
    const fresh = asDocument(await (await fetched(`${own.dataset.address}/panel`)).text());
    const pages = document.getElementById("pages"), newer = fresh.getElementById("pages");
    if (pages.dataset.digest !== newer.dataset.digest) await firstPage(fresh);
    for (const id of ["notice", "findings", "pages"]) {
      const old = document.getElementById(id), its = fresh.getElementById(id);
      if (!old.isEqualNode(its)) {
        const top = old.scrollTop;
        old.replaceWith(document.importNode(its, true));
        document.getElementById(id).scrollTop = top;
      }
    }
    document.getElementById("number").textContent = document.querySelectorAll("#findings li").length;
    followPage();
    place();
  };
  // The page with the place that is read is drawn before the others, and before it is shown.
  const firstPage = async (fresh) => {
    const there = document.querySelector("#pages .current");
    const item = there && fresh.getElementById(there.id);
    if (!item) return;
    const picture = new Image();
    picture.src = item.querySelector("img").getAttribute("src");
    await picture.decode().catch(() => {});
  };

  // --- from one to the other -------------------------------------------------------------------------

  let waiting = Promise.resolve();
  const next = (task) => { waiting = waiting.then(task).catch(() => {}); return waiting; };

  const begin = (frame) => {
    const text = documentOf(frame);
    const sheet = new frame.contentWindow.CSSStyleSheet();
    sheet.replaceSync(`
      .continue { display: none }
      @keyframes samizdat-changed { from { background-color: rgb(250 200 60 / .55) } }
      [data-changed] { animation: samizdat-changed 2.4s ease-out; border-radius: 3px }`);
    text.adoptedStyleSheets = [sheet];
    // What leads out of the book opens beside the preview.
    text.addEventListener("click", (event) => {
      const link = event.target.closest?.("a[href]");
      if (link && link.origin !== location.origin) {
        event.preventDefault();
        open(link.href, "_blank", "noopener");
      }
    }, true);
    let isDue = false;
    const soon = () => {
      if (isDue) return;
      isDue = true;
      frame.contentWindow.requestAnimationFrame(() => { isDue = false; if (frame === own) readPlace(); });
    };
    frame.contentWindow.addEventListener("scroll", soon, { passive: true });
    frame.contentWindow.addEventListener("hashchange", () => place());
    new frame.contentWindow.ResizeObserver(() => { align(); place(); soon(); }).observe(text.documentElement);
    if (source) keepLevel(frame, frame === own ? source : own);
    next(async () => {
      const news = await (await fetched(`${frame.dataset.address}/news`)).json();
      frame.dataset.version = news.version;
      if (frame === own) pairs = news.pairs;
      align();
      await renewPanel();
      readPlace();
    });
  };
  for (const frame of frames) {
    frame.addEventListener("load", () => begin(frame));
    if (documentOf(frame)?.readyState === "complete" && documentOf(frame).location.href !== "about:blank") begin(frame);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.place");
    if (button) show(documentOf(own), [button.dataset.block]);
    for (const menu of document.querySelectorAll("details.languages[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  for (const box of document.querySelectorAll(".bar input")) {
    const kept = sessionStorage.getItem(box.id);
    if (kept) box.checked = kept === "yes";
    box.addEventListener("change", () => { sessionStorage.setItem(box.id, box.checked ? "yes" : "no"); place(); });
  }

  const words = new URLSearchParams(frames.map((frame) => ["locale", frame.dataset.locale]));
  const line = new EventSource(`/events?${words}`);
  line.onmessage = (event) => {
    const { locale, kind } = JSON.parse(event.data);
    const frame = frames.find((one) => one.dataset.locale === locale);
    if (!frame) return;
    if (kind === "text") next(() => renewText(frame));
    if (frame === own) {
      if (kind === "printed" || kind === "panel") {
        next(async () => {
          await renewPanel();
          if (source) { pairs = (await (await fetched(`${own.dataset.address}/news`)).json()).pairs; align(); }
        });
      } else next(renewPanel);
    }
  };
  line.onopen = () => {
    document.body.classList.remove("away");
    for (const frame of frames) if (frame.dataset.version) next(() => renewText(frame));
  };
  line.onerror = () => document.body.classList.add("away");
})();
