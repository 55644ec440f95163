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
    // An open menu closes with Escape or a click elsewhere.
    const close = (except) =>
      document.querySelectorAll("details.menu[open]").forEach((menu) => {
        if (menu !== except) menu.open = false;
      });
    document.addEventListener("click", (event) => close(event.target.closest("details.menu")));
    document.addEventListener("keydown", (event) => event.key === "Escape" && close(null));
  });
})();
