// Light and dark before the first paint, remembered; everything else works without JavaScript.
(() => {
  const root = document.documentElement;
  const system = () => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  root.dataset.bsTheme = localStorage.getItem("theme") || system();
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    if (button) {
      button.hidden = false;
      button.addEventListener("click", () => {
        root.dataset.bsTheme = root.dataset.bsTheme === "dark" ? "light" : "dark";
        localStorage.setItem("theme", root.dataset.bsTheme);
      });
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
