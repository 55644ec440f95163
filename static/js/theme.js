// Light or dark before the first paint, and remembered. A key of our own: Django admin keeps
// "auto" under "theme". So is how dense lists are, see density.js.
(() => {
  const root = document.documentElement;
  root.dataset.js = ""; // styles that need scripts hang on it
  root.dataset.density = localStorage.getItem("order-desk-density") || "compact";
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  root.dataset.bsTheme = localStorage.getItem("order-desk-theme") || system;
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      root.dataset.bsTheme = root.dataset.bsTheme === "dark" ? "light" : "dark";
      localStorage.setItem("order-desk-theme", root.dataset.bsTheme);
    });
  });
})();
