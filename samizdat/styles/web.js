// What the web edition gains with a script: it remembers the reader's choices and place, copies
// links to pages, and opens notes without moving the text. All else works without it.
"use strict";
(() => {
  const own = document.currentScript.dataset;
  const status = document.querySelector(".status");

  // A page opened from a disk may have no memory; then nothing is remembered.
  const memory = {
    get(name) {
      try { return JSON.parse(localStorage.getItem(`${own.book} ${name}`)); } catch { return null; }
    },
    set(name, value) {
      try { localStorage.setItem(`${own.book} ${name}`, JSON.stringify(value)); } catch { /* none */ }
    },
  };

  const controls = [...document.querySelectorAll(".settings input")];
  const chosen = memory.get("choices") ?? [];
  if (chosen.length) for (const control of controls) control.checked = chosen.includes(control.id);
  for (const control of controls) control.addEventListener("change", () =>
    memory.set("choices", controls.filter((one) => one.checked).map((one) => one.id)));

  // The place: the last page or heading above the middle of the window.
  const places = [...document.querySelectorAll("main .page-mark, main h1[id], main h2[id]")];
  const nameOf = (place) => place.getAttribute("aria-label") ?? place.textContent.trim();
  const remember = () => {
    let low = 0, high = places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (places[middle].getBoundingClientRect().top < innerHeight / 2) low = middle + 1;
      else high = middle;
    }
    memory.set("place", low ? places[low - 1].id : "");
  };
  const last = document.getElementById(memory.get("place") ?? "");
  if (last && !location.hash) {
    const offer = document.createElement("p"), link = document.createElement("a");
    offer.className = "continue";
    link.href = `#${last.id}`;
    link.textContent = own.continue.replace("{place}", nameOf(last));
    offer.append(link);
    document.querySelector(".title-page").before(offer);
  }
  let waiting = 0;
  addEventListener("scroll", () => {
    clearTimeout(waiting);
    waiting = setTimeout(remember, 300);
  }, { passive: true });

  const isInView = (element) => {
    const box = element.getBoundingClientRect();
    return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight;
  };
  const targetOf = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));
  const say = (words) => {
    status.textContent = words;
    setTimeout(() => { status.textContent = ""; }, 2500);
  };

  // Following a call or the way back moves the text only as far as it must; a call that is
  // followed again closes its note.
  const follow = (link) => {
    const before = scrollY;
    location.hash = link.hash;
    scrollTo({ top: before, behavior: "instant" });
    const target = targetOf(link);
    if (!isInView(target)) target.scrollIntoView({ block: "nearest", behavior: "instant" });
    const focused = target.matches("a") ? target : target.querySelector(".note-mark");
    focused?.focus({ preventScroll: true });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.matches(".note-call, .note-mark")) {
      event.preventDefault();
      const note = targetOf(link);
      const isOpen = link.matches(".note-call") && note === document.querySelector(":target");
      follow(isOpen ? note.querySelector(".note-mark") : link);
    } else if (link.matches(".page-mark")) {
      navigator.clipboard?.writeText(link.href).then(() => say(own.copied), () => {});
    }
  });
  document.addEventListener("keydown", (event) => {
    const note = event.key === "Escape" && document.querySelector(".note:target");
    if (note) follow(note.querySelector(".note-mark"));
  });
})();
