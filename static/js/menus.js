// Menus are <details class="menu">. Typing in a menu's search box, data-filters, leaves the entries
// with all its words, and arrows walk them.
for (const box of document.querySelectorAll("[data-filters]")) {
  const list = document.getElementById(box.dataset.filters);
  box.addEventListener("input", () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const entry of list.querySelectorAll("[data-words]")) {
      entry.hidden = !words.every((word) => entry.dataset.words.includes(word));
    }
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
}

// An open menu closes with Escape or a click elsewhere.
const closeMenus = (except) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
};
document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
document.addEventListener("keydown", (event) => event.key === "Escape" && closeMenus(null));

// On a phone the navigation is one line: it begins where one is.
const current = document.querySelector(".sidebar [aria-current]");
if (current) current.parentElement.scrollLeft = current.offsetLeft - 40;
