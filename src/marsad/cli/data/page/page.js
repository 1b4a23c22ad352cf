"use strict";
// Lights up the words of a chosen field. Every name and word is in the page already; nothing is fetched.
(() => {
  const root = document.documentElement;
  root.classList.replace("no-script", "script");

  const keys = (mark) => mark.dataset.k.split(" ");

  const clear = (card) => {
    for (const mark of card.querySelectorAll("mark.lit")) {
      mark.classList.remove("lit");
      delete mark.dataset.lit;
    }
    for (const button of card.querySelectorAll('.field[aria-pressed="true"]')) {
      button.setAttribute("aria-pressed", "false");
    }
  };

  const choose = (card, button) => {
    clear(card);
    button.setAttribute("aria-pressed", "true");
    const lit = [...card.querySelectorAll("mark")].filter((mark) => keys(mark).includes(button.dataset.k));
    for (const mark of lit) {
      mark.classList.add("lit");
      mark.dataset.lit = button.dataset.group;
    }
    const pane = card.querySelector(".pane");
    if (lit.length && pane) {
      const seen = pane.getBoundingClientRect();
      const first = lit[0].getBoundingClientRect();
      if (pane.scrollHeight > pane.clientHeight) {
        pane.scrollTop += first.top - seen.top - pane.clientHeight / 3;
      }
      if (seen.top < 0 && getComputedStyle(pane).position !== "sticky") {
        lit[0].scrollIntoView({ block: "center" });
      }
    }
  };

  const select = (card, number) => {
    for (const tab of card.querySelectorAll('[role="tab"]')) {
      const on = tab.dataset.i === number;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
    }
    for (const part of card.querySelectorAll(".incident")) {
      part.hidden = part.dataset.i !== number;
    }
    for (const mark of card.querySelectorAll("mark")) {
      mark.classList.toggle("away", !keys(mark).some((key) => key.startsWith(`${number}:`)));
    }
  };

  for (const card of document.querySelectorAll(".card")) {
    const tabs = [...card.querySelectorAll('[role="tab"]')];
    if (tabs.length) select(card, tabs[0].dataset.i);
    card.addEventListener("click", (event) => {
      const button = event.target.closest("button.field");
      if (button) {
        if (button.getAttribute("aria-pressed") === "true") clear(card);
        else choose(card, button);
        return;
      }
      const tab = event.target.closest('[role="tab"]');
      if (tab) {
        clear(card);
        select(card, tab.dataset.i);
        return;
      }
      const mark = event.target.closest("mark");
      if (!mark) return;
      const own = keys(mark);
      const chosen = card.querySelector('.field[aria-pressed="true"]');
      const next = (own.indexOf(chosen ? chosen.dataset.k : "") + 1) % own.length;
      const number = own[next].split(":")[0];
      if (tabs.length) select(card, number);
      const field = [...card.querySelectorAll("button.field")].find((item) => item.dataset.k === own[next]);
      if (field) {
        choose(card, field);
        field.scrollIntoView({ block: "nearest" });
      }
    });
    card.addEventListener("keydown", (event) => {
      if (event.key === "Escape") clear(card);
      const at = tabs.indexOf(event.target);
      if (at < 0 || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
      const forward = (event.key === "ArrowRight") === (root.dir !== "rtl");
      const next = tabs[(at + (forward ? 1 : tabs.length - 1)) % tabs.length];
      clear(card);
      select(card, next.dataset.i);
      next.focus();
    });
  }

  const filters = document.querySelector(".filters");
  if (filters) {
    filters.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      for (const other of filters.querySelectorAll("button")) {
        other.setAttribute("aria-pressed", String(other === button));
      }
      for (const card of document.querySelectorAll(".card")) {
        card.hidden = button.dataset.show !== "all" && card.dataset.relevant !== button.dataset.show;
      }
    });
  }
})();
