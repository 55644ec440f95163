// Passwords, tokens and links that are shown once: data-selects-itself gets a button that copies.
for (const box of document.querySelectorAll("[data-selects-itself]")) {
  box.addEventListener("focus", () => box.select());
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-plain copy";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(box.value);
      button.textContent = "Copied";
    } catch {
      box.select(); // without HTTPS a browser lets nobody write to the clipboard
    }
  });
  box.after(button);
}
