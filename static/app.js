// Light and dark before the first paint, remembered; everything else works without JavaScript.
(() => {
  const root = document.documentElement;
  const system = () => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  // A key of our own: Django admin keeps "auto" under "theme".
  root.dataset.bsTheme = localStorage.getItem("order-desk-theme") || system();
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    if (button) {
      button.hidden = false;
      button.addEventListener("click", () => {
        root.dataset.bsTheme = root.dataset.bsTheme === "dark" ? "light" : "dark";
        localStorage.setItem("order-desk-theme", root.dataset.bsTheme);
      });
    }
    // A field that another one's value calls for: data-shown-when="name=value".
    document.querySelectorAll("[data-shown-when]").forEach((part) => {
      const [name, value] = part.dataset.shownWhen.split("=");
      const decider = document.querySelector(`[name="${name}"]`);
      const show = () => { part.hidden = decider.value !== value; };
      decider.addEventListener("change", show);
      show();
    });
    // Typing in a menu's search box leaves the entries with all its words; arrows walk them.
    document.querySelectorAll("[data-filters]").forEach((box) => {
      const list = document.getElementById(box.dataset.filters);
      box.addEventListener("input", () => {
        const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
        list.querySelectorAll("[data-words]").forEach((entry) => {
          entry.hidden = !words.every((word) => entry.dataset.words.includes(word));
        });
      });
      const menu = box.closest("details");
      menu.addEventListener("toggle", () => menu.open && box.focus());
      menu.addEventListener("keydown", (event) => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (!step) return;
        event.preventDefault();
        const stops = [box, ...list.querySelectorAll("li:not([hidden]) .menu-item")];
        const next = stops.indexOf(document.activeElement) + step;
        stops[Math.max(0, Math.min(next, stops.length - 1))].focus();
      });
    });
    // A row is added at once: data-adds names its <template>, data-to the rows it joins.
    document.querySelectorAll("[data-adds]").forEach((button) => {
      const template = document.getElementById(button.dataset.adds);
      const rows = document.getElementById(button.dataset.to);
      let number = Date.now();  // above every number that the server gave
      button.addEventListener("click", (event) => {
        event.preventDefault();
        rows.insertAdjacentHTML("beforeend", template.innerHTML.replaceAll("__key__", `n${number++}`));
        rows.lastElementChild.querySelector("input:not([type=hidden])").focus();
      });
    });
    document.querySelectorAll("[data-selects-itself]").forEach((box) => {
      box.addEventListener("focus", () => box.select());
    });
    // Filling in a choice's own fields makes the choice.
    document.querySelectorAll(".kind").forEach((kind) => {
      kind.addEventListener("input", (event) => {
        const radio = kind.querySelector("[type=radio]");
        if (event.target !== radio && event.target.value) radio.checked = true;
      });
    });
    // The ticks of a list, kept from page to page; the bar's form, data-selection, sends them all.
    Object.keys(sessionStorage).forEach((key) => {
      const isOver = document.querySelector("[data-clears-selection]");
      if (isOver && key.startsWith("order-desk-selection")) sessionStorage.removeItem(key);
    });
    const bar = document.querySelector("[data-selection]");
    if (bar) {
      const key = `order-desk-selection?${bar.dataset.selection}`;
      const find = (what) => bar.querySelector(what);
      const boxes = () => [...document.querySelectorAll(`[name=order][form=${bar.id}]`)];
      const total = find(".choice").textContent.match(/[\d,]+/);
      // Ticked are `ids`; of all, everything but `ids`.
      let chosen = JSON.parse(sessionStorage.getItem(key) || '{"all": false, "ids": []}');
      const show = () => {
        const { all, ids } = chosen;
        boxes().forEach((box) => { box.checked = all !== ids.includes(box.value); });
        document.querySelectorAll("[data-ticks-all]").forEach((box) => {
          box.hidden = false;
          box.checked = boxes().every((other) => other.checked);
        });
        bar.elements.all.checked = all;
        bar.elements.more.value = all ? "" : ids.join();
        bar.elements.but.value = all ? ids.join() : "";
        const except = ids.length ? ` but ${ids.length}` : "";
        const isAny = all || ids.length > 0;
        find("[data-count]").hidden = find("[data-clear]").hidden = !isAny;
        find("[data-count]").textContent = all ? `All ${total}${except} selected` : `${ids.length} selected`;
        bar.classList.toggle("has-selection", isAny);
        sessionStorage.setItem(key, JSON.stringify(chosen));
      };
      const tick = (box) => {
        const rest = chosen.ids.filter((id) => id !== box.value);
        chosen.ids = box.checked === chosen.all ? rest : [...rest, box.value];
      };
      document.addEventListener("change", ({ target }) => {
        if (target.matches(`[name=order][form=${bar.id}]`)) tick(target);
        else if (target.matches("[data-ticks-all]")) {
          boxes().forEach((box) => { box.checked = target.checked; tick(box); });
        } else if (target === bar.elements.all) chosen = { all: target.checked, ids: [] };
        else return;
        show();
      });
      find("[data-clear]").addEventListener("click", () => { chosen = { all: false, ids: [] }; show(); });
      document.addEventListener("htmx:afterSwap", show);
      show();
    }
    // An open menu closes with Escape or a click elsewhere.
    const close = (except) =>
      document.querySelectorAll("details.menu[open]").forEach((menu) => {
        if (menu !== except) menu.open = false;
      });
    document.addEventListener("click", (event) => close(event.target.closest("details.menu")));
    document.addEventListener("keydown", (event) => event.key === "Escape" && close(null));
  });
})();
// The code editor: Escape leaves it for Tab, and its label leads into it.
addEventListener("load", () => {
  window.ace?.config.setDefaultValue("session", "useWorker", false); // the widget says so too late
  setTimeout(() => document.querySelectorAll(".django-ace-widget").forEach((widget) => {
    const [label] = widget.nextElementSibling.labels;
    widget.editor.setOptions({ enableKeyboardAccessibility: true, textInputAriaLabel: label.textContent });
    label.addEventListener("click", () => widget.editor.focus());
  }));
});
// Manage Orders: keys walk the rows of [data-rows]; columns are dragged within [data-sortable].
(() => {
  const links = () => [...document.querySelectorAll("[data-rows] .row-link")];
  const step = (by) => {
    const all = links();
    const at = all.indexOf(document.activeElement?.closest("tr")?.querySelector(".row-link"));
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(at + by, all.length - 1));
    all[next]?.focus();
  };
  const row = () => document.activeElement?.closest("[data-rows] tbody tr");
  const sheet = () => document.getElementById("keys");
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    x: () => row()?.querySelector("[type=checkbox]")?.click(),
    o: () => row()?.querySelector(".row-link")?.click(),
    "/": () => document.getElementById("quick-search")?.focus(),
    "?": () => sheet()?.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const types = event.target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (types || !keys[event.key] || (event.key !== "/" && !document.querySelector("[data-rows]"))) return;
    event.preventDefault();
    keys[event.key]();
  });
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-opens]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => document.getElementById(button.dataset.opens).showModal());
    });
    document.querySelectorAll("[data-sortable]").forEach((list) => {
      let dragged = null;
      list.addEventListener("dragstart", (event) => {
        dragged = event.target.closest("li");
        dragged.classList.add("is-dragged");
      });
      list.addEventListener("dragover", (event) => {
        const over = event.target.closest("li");
        if (!dragged || !over || over.parentElement !== list) return;
        event.preventDefault();
        const box = over.getBoundingClientRect();
        over[event.clientY > box.top + box.height / 2 ? "after" : "before"](dragged);
      });
      list.addEventListener("dragend", () => {
        dragged?.classList.remove("is-dragged");
        dragged = null;
      });
    });
  });
})();
