// Compact or comfortable rows, remembered; theme.js puts the choice on before the first paint.
const { dataset } = document.documentElement;
for (const button of document.querySelectorAll("[data-toggles-density]")) {
  const show = () => button.setAttribute("aria-pressed", dataset.density === "comfortable");
  button.hidden = false;
  button.addEventListener("click", () => {
    dataset.density = dataset.density === "comfortable" ? "compact" : "comfortable";
    localStorage.setItem("order-desk-density", dataset.density);
    show();
  });
  show();
}
