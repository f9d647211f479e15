// The page of a preview: it puts what is new into the text without loading it again, goes to the
// place that changed, and shows there what is found fault with. The texts stand in frames.
import { renew, show } from "./preview-blocks.js";
import { mark } from "./preview-marks.js";
import { blockRead, drawnFirst, followPage } from "./preview-pages.js";
import { align, keepLevel, straighten } from "./preview-sides.js";

const frames = [...document.querySelectorAll("iframe.text")];
const own = frames.at(-1), source = frames.length > 1 ? frames[0] : null;
const documentOf = (frame) => frame.contentDocument;
const fetched = (path) => fetch(path, { cache: "no-store" });
const newsOf = async (frame) => (await fetched(`${frame.dataset.address}/news`)).json();
const asDocument = (html) => new DOMParser().parseFromString(html, "text/html");

let pairs = [], current = "";
const level = () => { if (source) align([source, own].map(documentOf), pairs); };
const place = () => {
  const isShown = document.getElementById("show-findings").checked;
  mark(documentOf(own), isShown ? document.querySelectorAll("#findings li[data-block]") : []);
};
const readPlace = () => {
  current = blockRead(documentOf(own)) || current;
  followPage(current);
};

// --- what is new --------------------------------------------------------------------------------

const renewText = async (frame, isFirst = false) => {
  const news = await newsOf(frame);
  if (!news.page || (!isFirst && news.version === Number(frame.dataset.version))) return;
  frame.dataset.version = news.version;
  const text = documentOf(frame), fresh = asDocument(news.page);
  if (!text.querySelector(".book")) { frame.contentWindow.location.reload(); return; }
  text.title = fresh.title;
  for (const name of ["lang", "dir"]) text.documentElement.setAttribute(name, fresh.documentElement.getAttribute(name));
  const style = text.querySelector("head style"), theirs = fresh.querySelector("head style");
  if (style.textContent !== theirs.textContent) style.textContent = theirs.textContent;
  for (const one of text.querySelectorAll("[data-changed]")) one.removeAttribute("data-changed");
  for (const one of text.querySelectorAll(".continue")) one.remove();
  straighten();
  renew(text.querySelector(".book"), text.importNode(fresh.querySelector(".book"), true));
  if (frame === own) pairs = news.pairs;
  level();
  if (!isFirst && news.texts !== Number(frame.dataset.texts)) show(text, news.changed);
  frame.dataset.texts = news.texts;
  place();
};

const renewPanel = async () => {
  const fresh = asDocument(await (await fetched(`${own.dataset.address}/panel`)).text());
  const digest = (one) => one.getElementById("pages").dataset.digest;
  if (digest(document) !== digest(fresh)) await drawnFirst(fresh);
  for (const id of ["notice", "findings", "pages"]) {
    const old = document.getElementById(id), its = fresh.getElementById(id);
    if (old.isEqualNode(its)) continue;
    const top = old.scrollTop;
    old.replaceWith(document.importNode(its, true));
    document.getElementById(id).scrollTop = top;
  }
  document.getElementById("number").textContent = document.querySelectorAll("#findings li").length;
  followPage(current);
  place();
};

// --- from one to the other ----------------------------------------------------------------------

let waiting = Promise.resolve();
const next = (task) => { waiting = waiting.then(task).catch(() => {}); return waiting; };

const begun = new WeakSet();
const begin = (frame) => {
  const text = documentOf(frame);
  if (begun.has(text)) return;
  begun.add(text);
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
  new frame.contentWindow.ResizeObserver(() => { level(); place(); soon(); }).observe(text.documentElement);
  if (source) keepLevel(frame, frame === own ? source : own);
  next(async () => {
    await renewText(frame, true); // it may have come while the frame was loading
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
  document.body.classList.toggle("busy", kind === "begun");
  if (kind === "begun") return;
  if (kind === "text") next(() => renewText(frame));
  if (frame !== own) return;
  next(renewPanel);
  if (kind === "panel" && source) next(async () => { pairs = (await newsOf(own)).pairs; level(); });
};
line.onopen = () => {
  document.body.classList.remove("away");
  // Another server counts its pages from the begin again.
  for (const frame of frames) if (frame.dataset.version) next(() => renewText(frame, true));
};
line.onerror = () => document.body.classList.add("away");
