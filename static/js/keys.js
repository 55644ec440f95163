// Keys walk the rows of [data-rows]; [data-opens] shows a <dialog>, such as the one that names them.
const links = () => [...document.querySelectorAll("[data-rows] .row-link")];
const row = () => document.activeElement?.closest("[data-rows] tbody tr");
const step = (by) => {
  const all = links();
  const at = all.indexOf(row()?.querySelector(".row-link"));
  const start = by > 0 ? 0 : all.length - 1;
  const next = at < 0 ? start : Math.max(0, Math.min(at + by, all.length - 1));
  all[next]?.focus();
};
const keys = {
  j: () => step(1),
  k: () => step(-1),
  x: () => row()?.querySelector("[type=checkbox]")?.click(),
  o: () => row()?.querySelector(".row-link")?.click(),
  "/": () => document.getElementById("quick-search")?.focus(),
  "?": () => document.getElementById("keys")?.showModal(),
};
const typesHere = (target) =>
  target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]") || typesHere(event.target) || !keys[event.key]) return;
  if (event.key !== "/" && !document.querySelector("[data-rows]")) return;
  event.preventDefault();
  keys[event.key]();
});

for (const button of document.querySelectorAll("[data-opens]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    document.getElementById(button.dataset.opens).showModal();
  });
}
