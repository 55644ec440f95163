// The code editor: Escape leaves it for Tab, and its label leads into it.
// The widget forbids workers only after it has started one, so they are forbidden before it loads.
window.ace?.config.setDefaultValue("session", "useWorker", false);

addEventListener("load", () => {
  setTimeout(() => {
    for (const widget of document.querySelectorAll(".django-ace-widget")) {
      const [label] = widget.nextElementSibling.labels;
      widget.editor.setOptions({
        enableKeyboardAccessibility: true,
        textInputAriaLabel: label.textContent,
      });
      label.addEventListener("click", () => widget.editor.focus());
    }
  });
});
