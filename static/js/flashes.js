// What happened is said above the page, so that nothing moves, until it is closed; good news leaves
// by itself, unless it is being read.
const SECONDS = 8;

const closing = (flash) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "icon-button";
  button.textContent = "×";
  button.setAttribute("aria-label", "Close");
  button.addEventListener("click", () => flash.remove());
  return button;
};

for (const flash of document.querySelectorAll("[data-flash]")) {
  const box = flash.parentElement;
  flash.append(closing(flash));
  // A screen reader tells of what comes into a status, not of what is there from the beginning.
  flash.remove();
  setTimeout(() => box.append(flash), 50);
  if (flash.matches(".notice-success, .notice-info")) {
    setTimeout(() => !flash.matches(":hover, :focus-within") && flash.remove(), SECONDS * 1000);
  }
}
