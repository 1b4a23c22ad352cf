// Keys of the queue and of an incident's page, and words marked in a text. Everything works without it too.
"use strict";
(() => {
  const page = document.querySelector("[data-keys]");
  if (!page) return;
  const typing = (el) => el && (el.isContentEditable || /^(TEXTAREA|SELECT)$/.test(el.tagName) ||
    (el.tagName === "INPUT" && !/^(radio|checkbox|submit|button)$/.test(el.type)));

  const move = (step, what) => {
    const all = [...page.querySelectorAll(what)];
    if (!all.length) return;
    let at = all.indexOf(document.activeElement);
    if (at < 0) at = all.findIndex((el) => el.hasAttribute("aria-current"));
    const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  };

  const act = (el) => {
    if (el.tagName === "SUMMARY") {
      el.parentElement.open = !el.parentElement.open;
      const first = el.parentElement.open && el.parentElement.querySelector("input:not([type=hidden]), textarea, select");
      (first || el).focus();
    } else if (el.tagName === "TEXTAREA") {
      el.focus();
    } else {
      el.click();
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
    if (typing(event.target)) return;
    if (event.key === "j" || event.key === "k") {
      move(event.key === "j" ? 1 : -1, page.dataset.keys === "queue" ? "[data-entry]" : "[data-field]");
      event.preventDefault();
      return;
    }
    const el = page.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (el) { event.preventDefault(); act(el); }
  });

  // Where a browser went to #correct, the control that is ready for the keys gets them.
  const ready = page.querySelector("[autofocus]");
  if (ready && document.activeElement !== ready) ready.focus({ preventScroll: true });
  if (ready && typing(ready) && ready.select) ready.select();

  // Words that say a field lead to it.
  page.addEventListener("click", (event) => {
    const mark = event.target.closest("mark[data-fields]");
    if (!mark || String(getSelection())) return;
    const name = mark.dataset.fields.split(" ").find((one) => one !== "person");
    const link = page.querySelector(`[data-field="${CSS.escape(name || "")}"]`);
    if (link && !link.hasAttribute("aria-current")) link.click();
  });

  // Marking: a selection within one text fills the form with its words and their place.
  // Places count characters as Python does, not UTF-16 units.
  const words = page.querySelector("[data-words]"), place = page.querySelector("[data-place]");
  const length = (text) => Array.from(text).length;
  const note = () => {
    const chosen = getSelection();
    if (!words || !chosen.rangeCount || chosen.isCollapsed) return;
    const range = chosen.getRangeAt(0), start = range.startContainer, end = range.endContainer;
    const box = (start.nodeType === 1 ? start : start.parentElement).closest("[data-report]");
    if (!box || !box.contains(end)) return;
    const before = document.createRange();
    before.selectNodeContents(box);
    before.setEnd(start, range.startOffset);
    const text = range.toString(), from = length(before.toString());
    if (!text.trim()) return;
    words.value = text;
    words.closest("details").open = true;
    place.value = `${box.dataset.report}:${from}-${from + length(text)}`;
  };
  document.addEventListener("selectionchange", note);
  if (words) words.addEventListener("input", () => { place.value = ""; });

  // By keyboard: in a text the arrow keys go from word to word, with Shift they take more, Enter goes to the form.
  for (const box of page.querySelectorAll("[data-report]")) {
    const nodes = () => {
      const walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT), found = [];
      let at = 0;
      for (let node = walk.nextNode(); node; node = walk.nextNode()) { found.push([node, at]); at += node.data.length; }
      return found;
    };
    const point = (at) => {
      const all = nodes();
      const [node, start] = all.filter(([, begin]) => begin <= at).pop() || all[0];
      return [node, Math.min(at - start, node.data.length)];
    };
    let spans = [], first = -1, last = -1;
    const show = () => {
      const low = spans[Math.min(first, last)], high = spans[Math.max(first, last)];
      getSelection().setBaseAndExtent(...point(low[0]), ...point(high[1]));
      note();
      const range = getSelection().getRangeAt(0).getBoundingClientRect(), frame = box.getBoundingClientRect();
      if (range.bottom > frame.bottom) box.scrollTop += range.bottom - frame.bottom + 16;
      if (range.top < frame.top) box.scrollTop -= frame.top - range.top + 16;
    };
    box.addEventListener("keydown", (event) => {
      if (!words || !/^(Arrow|Enter$)/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === "Enter") {
        if (first < 0) return;
        const target = page.querySelector("#correct button[value=words]") || page.querySelector("#correct .primary");
        target.focus();
        event.preventDefault();
        return;
      }
      if (event.key === "ArrowUp" || event.key === "ArrowDown") return;
      if (!spans.length) spans = [...box.textContent.matchAll(/\S+/g)].map((one) => [one.index, one.index + one[0].length]);
      if (!spans.length) return;
      const on = (event.key === "ArrowLeft") === (getComputedStyle(box).direction === "rtl") ? 1 : -1;
      last = first < 0 ? 0 : Math.min(spans.length - 1, Math.max(0, last + on));
      if (!event.shiftKey || first < 0) first = last;
      show();
      event.preventDefault();
    });
  }
})();
